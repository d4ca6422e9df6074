package dev.tern.engine.codec;

import dev.tern.engine.format.Layout;
import dev.tern.engine.format.SegmentSection;
import dev.tern.engine.store.SectionFileWriter;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.collections.impl.list.mutable.primitive.LongArrayList;

/// Writes the postings of a segment in groups of equal impact, part after part, and where each
/// term's groups start; the table of terms too where nobody else does.
///
/// Groups go to the file at once, so that nothing but the tables is kept in memory.
public final class ImpactGroupsWriter implements PostingsSink<GroupedPart> {
  private final SectionFileWriter file;
  private final int documents;
  private final boolean withTerms;
  private final TermEntries entries = new TermEntries();
  private final LongArrayList starts = new LongArrayList();
  private final Queue<GroupedPart> appended = new ConcurrentLinkedQueue<>();
  private long written;

  /// Starts the section of the groups.
  ///
  /// @param documents of the segment
  /// @param withTerms whether to write the table of terms
  public ImpactGroupsWriter(SectionFileWriter file, int documents, boolean withTerms)
      throws IOException {
    this.file = file;
    this.documents = documents;
    this.withTerms = withTerms;
    file.begin(SegmentSection.IMPACT_GROUPS.id());
  }

  @Override
  public GroupedPart part() {
    GroupedPart free = appended.poll();
    return free == null ? new GroupedPart(documents) : free;
  }

  @Override
  public void append(GroupedPart part) throws IOException {
    for (int i = 0; i < part.starts.size(); i++) {
      starts.add(written + part.starts.get(i));
    }
    entries.add(part.entries);
    part.groups.writeTo(file);
    written += part.groups.size();
    part.clear();
    appended.add(part);
  }

  @Override
  public void finish() throws IOException {
    file.putBytes(new byte[Layout.VECTOR_PADDING_BYTES], 0, Layout.VECTOR_PADDING_BYTES);
    starts.add(written);
    if (withTerms) {
      entries.writeIds(file);
      entries.writeImpacts(file);
    }
    file.begin(SegmentSection.TERM_IMPACT_GROUPS.id());
    file.putLongs(starts.toArray());
  }
}

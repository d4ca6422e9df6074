package dev.tern.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which packages of a module may use which. A part of a module is the package directly below its
/// root together with what lies below that; the root itself is the part with the empty name.
///
/// @param root package of the module
/// @param mayUse for each part those that it may use, itself left out
public record PackageDirections(String root, Map<String, Set<String>> mayUse) {
  /// The main classes of the module.
  public JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(root);
  }

  /// What breaks the directions, one line each. A part that the table does not name breaks them.
  public SortedSet<String> violations(JavaClasses classes) {
    SortedSet<String> violations = new TreeSet<>();
    for (JavaClass from : classes) {
      String part = part(from).orElseThrow();
      if (!mayUse.containsKey(part)) {
        violations.add("the table has no line for the package of " + from.getName());
        continue;
      }
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        Optional<String> target = part(dependency.getTargetClass().getBaseComponentType());
        if (target.isPresent()
            && !target.get().equals(part)
            && !mayUse.get(part).contains(target.get())) {
          violations.add(dependency.getDescription());
        }
      }
    }
    return violations;
  }

  private Optional<String> part(JavaClass type) {
    String name = type.getPackageName();
    if (!name.equals(root) && !name.startsWith(root + ".")) {
      return Optional.empty();
    }
    String below = name.equals(root) ? "" : name.substring(root.length() + 1);
    int dot = below.indexOf('.');
    return Optional.of(dot < 0 ? below : below.substring(0, dot));
  }
}

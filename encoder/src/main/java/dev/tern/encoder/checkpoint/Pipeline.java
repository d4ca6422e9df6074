package dev.tern.encoder.checkpoint;

import dev.tern.encoder.text.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps that `modules.json` and, where there is one, `router_config.json` name for a route.
///
/// ```
/// modules.json        [{"path": folder, "type": class path}, ...]
/// router_config.json  {"types": {folder: class path, ...}, "structure": {route: [folder, ...]},
///                      "parameters": {"default_route": route}}
/// ```
///
/// The empty folder is the one of the file. A router stands for the steps of its route.
final class Pipeline {
  private Pipeline() {}

  /// The steps of a route.
  ///
  /// @param directory with `modules.json`
  /// @param route `query` or `document`
  static List<Step> read(Path directory, String route) throws IOException {
    Path file = directory.resolve("modules.json");
    List<Step> modules = new ArrayList<>();
    for (JsonDocument entry : JsonDocument.readArray(file)) {
      String type = entry.text("type").orElseThrow(() -> entry.refusal("type", "a class path"));
      String path = entry.text("path").orElse("");
      Step module = Step.of(type, Folders.resolve(directory, path, file), file);
      if (module.kind() == Step.Kind.ROUTER) {
        modules.addAll(route(module.folder(), route));
      } else {
        modules.add(module);
      }
    }
    return modules;
  }

  private static List<Step> route(Path directory, String route) throws IOException {
    Path file = directory.resolve("router_config.json");
    JsonDocument router = JsonDocument.read(file);
    Map<String, Object> structure = router.object("structure");
    Optional<List<?>> folders =
        list(structure, route)
            .or(() -> defaultRoute(router).flatMap(other -> list(structure, other)));
    if (folders.isEmpty()) {
      throw router.refusal("structure", "an object with the route " + route);
    }
    Map<String, Object> types = router.object("types");
    List<Step> modules = new ArrayList<>();
    for (Object folder : folders.get()) {
      if (!(folder instanceof String name) || !(types.get(name) instanceof String type)) {
        throw new CheckpointException(
            file
                + " has no type for the folder "
                + Quoted.of(String.valueOf(folder))
                + " of its route "
                + route);
      }
      Step module = Step.of(type, Folders.resolve(directory, name, file), file);
      if (module.kind() == Step.Kind.ROUTER) {
        throw new CheckpointException(
            file + " has a router within a router; that is not supported");
      }
      modules.add(module);
    }
    return modules;
  }

  private static Optional<List<?>> list(Map<String, Object> structure, String route) {
    return structure.get(route) instanceof List<?> folders
        ? Optional.of(folders)
        : Optional.empty();
  }

  private static Optional<String> defaultRoute(JsonDocument router) {
    return router.values().get("parameters") instanceof Map<?, ?> parameters
            && parameters.get("default_route") instanceof String route
        ? Optional.of(route)
        : Optional.empty();
  }
}

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives the classes of a jar the stack maps of Java 8, in place. Classes of Java 5, as picocli's are, are verified by the old
 * verifier, and an AOT cache takes none of them: every start of the program would parse and verify them anew.
 */
final class RaiseClassVersion {
  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      raise(Path.of(jar));
    }
  }

  private static void raise(Path jar) throws IOException {
    try (URLClassLoader before = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      ClassFile classFile =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(before)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (Path path : classesIn(inside)) {
        ClassModel model = classFile.parse(Files.readAllBytes(path));
        if (model.majorVersion() < ClassFile.JAVA_6_VERSION) {
          Files.write(path, classFile.transformClass(model, RAISED));
        }
      }
    }
  }

  private static final ClassTransform RAISED =
      ((ClassTransform)
              (builder, element) -> {
                if (element instanceof ClassFileVersion) {
                  builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                } else {
                  builder.with(element);
                }
              })
          .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));

  private static List<Path> classesIn(FileSystem jar) throws IOException {
    try (Stream<Path> all = Files.walk(jar.getPath("/"))) {
      return all.filter(path -> path.toString().endsWith(".class")).toList();
    }
  }
}

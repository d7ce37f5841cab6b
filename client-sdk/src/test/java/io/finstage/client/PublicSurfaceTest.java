package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicSurfaceTest {

  @Test
  void showsNoTypeOfGrpcProtobufOrTheContract() throws Exception {
    List<Class<?>> shown = publicClasses();
    assertThat(shown).contains(FinstageClient.class, PriceUpdate.class, Delivery.Every.class);
    assertThat(shown.stream().flatMap(PublicSurfaceTest::typesShownBy))
        .noneMatch(name -> name.contains("io.grpc") || name.contains("com.google"))
        .noneMatch(name -> name.contains("finstage.proto"));
  }

  private static List<Class<?>> publicClasses() throws IOException, URISyntaxException {
    Path root =
        Path.of(FinstageClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
          .<Class<?>>map(
              name -> load(name.replace(".class", "").replace('/', '.').replace('\\', '.')))
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicSurfaceTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> typesShownBy(Class<?> type) {
    Stream<Executable> members =
        Stream.<Executable>concat(
                Arrays.stream(type.getDeclaredMethods()),
                Arrays.stream(type.getDeclaredConstructors()))
            .filter(member -> !member.isSynthetic())
            .filter(member -> Modifier.isPublic(member.getModifiers()));
    return members.flatMap(member ->
        Stream.concat(
                Arrays.stream(member.getGenericParameterTypes()),
                member instanceof Method method
                    ? Stream.of(method.getGenericReturnType())
                    : Stream.empty())
            .map(Type::getTypeName));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.modular.BundleStarter;
import io.obsagent.smoke.modular.ModularShop;
import io.obsagent.smoke.modular.ShopActivator;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application each of whose jars has a class loader of its own, in OSGi and in JBoss Modules.
 */
class DividedLibrariesTest {
  private static final Path CLASSES = Path.of("target/test-classes").toAbsolutePath();
  private static final String MODULAR = ModularShop.class.getPackageName().replace('.', '/');
  private static final String LIBRARIES =
      ".*/(h2|netty-(common|buffer|transport|transport-native-unix-common|resolver|handler"
          + "|codec-base|codec-compression|codec-http))-[0-9][^/]*jar";

  private static final String MANIFEST =
      """
      Bundle-ManifestVersion: 2
      Bundle-SymbolicName: shop
      Bundle-Activator: %s
      Import-Package: org.osgi.framework,javax.sql,org.h2.jdbcx,io.netty.boots
       trap,io.netty.buffer,io.netty.channel,io.netty.channel.nio,io.netty.cha
       nnel.socket.nio,io.netty.handler.codec.http,io.netty.util.concurrent
      """
          .formatted(ShopActivator.class.getName());

  private static final String MODULE =
      """
      <module xmlns="urn:jboss:module:1.9" name="%s">
        <resources><resource-root path="%s"/></resources>
        <dependencies>
          <module name="java.se"/>
          <module name="jdk.unsupported"/>
          %s
        </dependencies>
      </module>
      """;

  @TempDir Path directory;

  private static List<Path> classPath(String pattern) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.matches(pattern))
        .distinct()
        .map(Path::of)
        .toList();
  }

  private Path shopJar(Path jar) throws Exception {
    Path manifest = Files.writeString(directory.resolve("shop.mf"), MANIFEST);
    Launch tool =
        Launch.program("" + Jdk.all().get(0).tool("jar"), "--create", "--file", "" + jar)
            .with("--manifest", "" + manifest);
    try (Stream<Path> files = Files.list(CLASSES.resolve(MODULAR))) {
      files
          .map(file -> MODULAR + "/" + file.getFileName())
          .filter(name -> !name.contains(BundleStarter.class.getSimpleName()))
          .forEach(name -> tool.with("-C", "" + CLASSES, name));
    }
    assertThat(tool.run().exitCode()).isZero();
    return jar;
  }

  @Test
  void bundlesOfOsgiAreOneTrace() throws Exception {
    List<String> bundles = new ArrayList<>();
    classPath(LIBRARIES).forEach(each -> bundles.add(each.toString()));
    bundles.add(shopJar(directory.resolve("shop.jar")).toString());
    String framework = classPath(".*/org.apache.felix.framework-[^/]+jar").get(0).toString();

    assertOneTrace(
        "-cp",
        framework + File.pathSeparator + starter(),
        BundleStarter.class.getName(),
        directory.resolve("cache").toString(),
        bundles);
  }

  /** Without the shop on the class path of whoever starts the bundles. */
  private Path starter() throws Exception {
    String name = BundleStarter.class.getName().replace('.', '/') + ".class";
    Path classes = directory.resolve("starter");
    Files.createDirectories(classes.resolve(name).getParent());
    Files.copy(CLASSES.resolve(name), classes.resolve(name));
    return classes;
  }

  @Test
  void modulesOfJBossAreOneTrace() throws Exception {
    Path modules = directory.resolve("modules");
    List<String> names = new ArrayList<>();
    List<Path> libraries = classPath(LIBRARIES);
    libraries.forEach(each -> names.add(nameOf(each)));
    for (Path library : libraries) {
      module(modules, nameOf(library), library, names);
    }
    module(modules, "shop", shopJar(directory.resolve("shop.jar")), names);

    assertOneTrace(
        "-jar",
        classPath(".*/jboss-modules-[^/]+jar").get(0).toString(),
        "-mp",
        modules.toString(),
        List.of("shop"));
  }

  private static String nameOf(Path library) {
    return library.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  private static void module(Path modules, String name, Path jar, List<String> others)
      throws Exception {
    Path home = Files.createDirectories(modules.resolve(name).resolve("main"));
    Files.copy(jar, home.resolve(jar.getFileName()));
    StringBuilder dependencies = new StringBuilder();
    for (String other : others) {
      if (!other.equals(name)) {
        dependencies.append("<module name=\"").append(other).append("\"/>");
      }
    }
    String text = MODULE.formatted(name, jar.getFileName(), dependencies);
    Files.writeString(
        home.resolve("module.xml"),
        name.equals("shop")
            ? text.replace(
                "<resources>",
                "<main-class name=\"" + ModularShop.class.getName() + "\"/><resources>")
            : text);
  }

  private void assertOneTrace(
      String first, String second, String third, String fourth, List<String> more)
      throws Exception {
    Path spans = directory.resolve("spans.jsonl");
    Launch launch =
        Launch.underAgent(Jdk.all().get(0), "-Dobs.traces.exporter=logging")
            .with("-Dobs.exporter.logging.output=" + spans, "-XX:TieredStopAtLevel=1")
            .with(first, second, third, fourth)
            .with(more.toArray(new String[0]));
    try (JavaProcess shop = launch.start()) {
      String port = shop.awaitOut("port (\\d+)").group(1);
      shop.awaitErr(Launch.RUNNING);
      assertThat(Http.get("http://127.0.0.1:" + port + "/stock")).isEqualTo("42");
      shop.endInput();
      JavaProcess.Outcome end = shop.await();
      assertThat(end.exitCode()).as(end.err()).isZero();
      assertThat(end.errLines()).singleElement().asString().matches(Launch.RUNNING);
    }
    List<String> lines = Files.readAllLines(spans);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("\"name\":\"SELECT\"", "\"parent_span_id\":\"" + id(lines, 1));
    assertThat(lines.get(1)).contains("\"kind\":\"SERVER\"", "\"url.path\":\"/stock\"");
  }

  private static String id(List<String> spans, int index) {
    return spans.get(index).replaceFirst(".*\"span_id\":\"([0-9a-f]{16})\",\"name.*", "$1");
  }
}

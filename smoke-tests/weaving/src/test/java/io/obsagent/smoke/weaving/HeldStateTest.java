// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.obsagent.testing.AgentExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What advice knows of an object is in the object, and out of the application's sight. */
@ExtendWith(AgentExtension.class)
class HeldStateTest {
  private static final String HOLDER = "java.lang.ObsHolder";

  @Test
  void eachObjectHoldsItsOwn() {
    Greeter one = new Greeter();
    Greeter other = new Greeter();
    assertThat(one.times()).isEqualTo(1);
    assertThat(one.times()).isEqualTo(2);
    assertThat(other.times()).isEqualTo(1);
    assertThat(Greeter.class.getInterfaces()).extracting(Class::getName).containsExactly(HOLDER);
  }

  @Test
  void whatIsAddedIsNoMemberThatAnybodyWrote() throws Exception {
    var field = Greeter.class.getDeclaredField("obs$held");
    assertThat(field.isSynthetic()).isTrue();
    assertThat(Modifier.isPrivate(field.getModifiers())).isTrue();
    assertThat(Modifier.isTransient(field.getModifiers())).isTrue();
    assertThat(Greeter.class.getDeclaredMethods())
        .filteredOn(method -> method.getName().startsWith("obs$"))
        .hasSize(2)
        .allMatch(method -> method.isSynthetic());
  }

  @Test
  void aSubclassHoldsWhatItsSuperClassDoes() {
    Greeter shy = new Shy();
    assertThat(shy.times()).isEqualTo(1);
    assertThat(shy.times()).isEqualTo(2);
  }

  private static final class Shy extends Greeter {}

  /** Its version is computed from interfaces and methods, and must be what it is elsewhere. */
  @Test
  void aSerializableClassWithoutAVersionIsLeftAsItIs() {
    assertThat(new Posted().speak()).isEqualTo("posted");
    assertThat(Posted.class.getInterfaces()).containsExactly(Speaker.class, Serializable.class);
    assertThat(ObjectStreamClass.lookup(Posted.class)).isNotNull();
    assertThat(new Registered().speak()).isEqualTo("registered");
    assertThat(Registered.class.getInterfaces()).isEmpty();
    assertThat(new Loud().speak()).isEqualTo("LOUD");
    assertThat(Loud.class.getInterfaces()).extracting(Class::getName).contains(HOLDER);
  }

  private static class Posted implements Speaker, Serializable {
    @Override
    public String speak() {
      return "posted";
    }
  }

  /** Serializable by what it extends only. */
  private static final class Registered extends Posted {
    @Override
    public String speak() {
      return "registered";
    }
  }

  /** A proxy has all interfaces of what it stands for: its handler must not hear of the agent. */
  @Test
  void aProxyIsNotAsked() {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          throw new AssertionError("the handler was asked for " + method.getName());
        };
    Object proxy =
        Proxy.newProxyInstance(
            Greeter.class.getClassLoader(), Greeter.class.getInterfaces(), handler);
    System.getProperties().remove("greeter.held");
    new Greeter().times(proxy);
    assertThat(System.getProperty("greeter.held")).isEqualTo("known of the proxy");
  }

  @Test
  void aClassThatAnotherAgentWeavesAgainKeepsIt(@TempDir Path directory) throws Exception {
    Greeter greeter = new Greeter();
    assertThat(greeter.times()).isEqualTo(1);

    VirtualMachine self = VirtualMachine.attach(Long.toString(ProcessHandle.current().pid()));
    try {
      self.loadAgent(Again.jar(directory).toString(), Greeter.class.getName());
    } finally {
      self.detach();
    }

    assertThat(Again.woven).isEqualTo(Greeter.class);
    assertThat(greeter.times()).isEqualTo(2);
    assertThat(new Greeter().times()).isEqualTo(1);
  }

  /** Another agent, which has a class of the application woven again. */
  public static final class Again {
    static volatile Class<?> woven;

    private Again() {}

    public static void agentmain(String type, Instrumentation instrumentation) throws Exception {
      Class<?> loaded =
          Arrays.stream(instrumentation.getAllLoadedClasses())
              .filter(each -> each.getName().equals(type))
              .filter(each -> each.getClassLoader() == ClassLoader.getSystemClassLoader())
              .findFirst()
              .orElseThrow();
      instrumentation.retransformClasses(loaded);
      woven = loaded;
    }

    static Path jar(Path directory) throws IOException {
      Manifest manifest = new Manifest();
      Attributes main = manifest.getMainAttributes();
      main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
      main.putValue("Agent-Class", Again.class.getName());
      main.putValue("Can-Retransform-Classes", "true");
      Path jar = directory.resolve("again.jar");
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream entries = new JarOutputStream(out, manifest)) {
        String name = Again.class.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new ZipEntry(name));
        try (InputStream in = Again.class.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(entries);
        }
      }
      return jar;
    }
  }
}

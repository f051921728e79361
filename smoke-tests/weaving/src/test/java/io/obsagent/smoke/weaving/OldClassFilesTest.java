// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Class files of which the JVM demands less than of today's are woven and still accepted. */
@ExtendWith(AgentExtension.class)
class OldClassFilesTest {
  @BeforeEach
  void clear() {
    System.clearProperty("greeter.mark");
    System.clearProperty("greeter.constructed");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "JAVA_1_4_ILLEGAL_SINCE")
  void enterAndExitAreCalledOnReturn(OldClassFile file) throws Exception {
    Class<?> greeter = file.load();

    assertThat(greet(greeter)).isEqualTo("Hello Ada");

    assertThat(System.getProperty("greeter.mark")).isEqualTo("token -");
    assertThat(System.getProperty("greeter.constructed")).isEqualTo("Greeter");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "JAVA_1_4_ILLEGAL_SINCE")
  void whatIsThrownIsSeenAndReachesTheCaller(OldClassFile file) throws Exception {
    Class<?> greeter = file.load();

    try {
      greeter.getMethod("fail").invoke(instance(greeter));
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).hasMessage("as asked");
    }

    assertThat(System.getProperty("greeter.mark")).isEqualTo("token as asked");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "JAVA_1_4_ILLEGAL_SINCE")
  void argumentsAndResultsOfAnySizeAreReplaced(OldClassFile file) throws Exception {
    Class<?> greeter = file.load();

    assertThat(greeter.getMethod("upper", String.class).invoke(instance(greeter), "  ada "))
        .isEqualTo("ADA!");
    assertThat(greeter.getMethod("same", int.class).invoke(instance(greeter), 4)).isEqualTo(8);
    assertThat(greeter.getMethod("add", long.class, int.class).invoke(null, 40L, 1)).isEqualTo(42L);
    assertThat(greeter.getMethod("wide", long.class, double.class).invoke(null, 3, 1.5))
        .isEqualTo(9.0);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "JAVA_1_4_ILLEGAL_SINCE")
  void aBodyIsSkipped(OldClassFile file) throws Exception {
    Class<?> greeter = file.load();

    Object awake = greeter.getMethod("wake", String.class).invoke(instance(greeter), "Ada");
    Object asleep = greeter.getMethod("wake", String.class).invoke(instance(greeter), "Bob");

    assertThat(awake).isEqualTo("Ada is awake");
    assertThat(asleep).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "JAVA_1_4_ILLEGAL_SINCE")
  void adviceThatThrowsOrDoesNotFitChangesNothing(OldClassFile file) throws Exception {
    Class<?> greeter = file.load();

    assertThat(greeter.getMethod("unlucky", String.class).invoke(instance(greeter), "Ada"))
        .isEqualTo("Hello Ada");
    assertThat(greeter.getMethod("absent").invoke(instance(greeter))).isEqualTo("still here");
  }

  @Test
  void whatJava5WouldNotTakeIsLeftAlone() throws Exception {
    Class<?> greeter = OldClassFile.JAVA_1_4_ILLEGAL_SINCE.load();

    assertThat(greeter.getMethod("add", long.class, int.class).invoke(null, 40L, 1)).isEqualTo(41L);
    assertThat(Recorded.metric("obs_agent_modules{state=\"incompatible\"}")).isEqualTo(1);
  }

  @Test
  void theLoaderOfAnOldClassIsCollectedAfterUse() throws Exception {
    WeakReference<ClassLoader> loader = useInLoader();
    Recorded.await(
        () -> {
          System.gc();
          return loader.refersTo(null);
        },
        () -> "the loader of a dropped application is still held");
  }

  private static WeakReference<ClassLoader> useInLoader() throws Exception {
    Class<?> greeter = OldClassFile.JAVA_5.load();
    assertThat(greet(greeter)).isEqualTo("Hello Ada");
    assertThat(System.getProperty("greeter.mark")).isEqualTo("token -");
    return new WeakReference<>(greeter.getClassLoader());
  }

  private static Object greet(Class<?> greeter) throws ReflectiveOperationException {
    return greeter.getMethod("greet", String.class).invoke(instance(greeter), "Ada");
  }

  private static Object instance(Class<?> greeter) throws ReflectiveOperationException {
    return greeter.getConstructor().newInstance();
  }
}

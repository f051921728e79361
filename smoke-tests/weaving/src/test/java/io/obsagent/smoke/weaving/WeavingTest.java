// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class WeavingTest {
  @BeforeEach
  void clear() {
    System.clearProperty("greeter.mark");
  }

  @Test
  void entryAndExitSeeTheSameToken() {
    assertThat(new Greeter().greet("Ada")).isEqualTo("Hello Ada");
    assertThat(System.getProperty("greeter.mark")).isEqualTo("token -");
  }

  @Test
  void exitSeesWhatIsThrownAndItReachesTheCaller() {
    assertThatThrownBy(() -> new Greeter().fail()).hasMessage("as asked");
    assertThat(System.getProperty("greeter.mark")).isEqualTo("token as asked");
  }

  @Test
  void argumentsAndResultsAreReplaced() {
    assertThat(new Greeter().upper("  ada ")).isEqualTo("ADA!");
    assertThat(Greeter.add(40L, 1)).isEqualTo(42L);
    assertThat(Greeter.wide(3, 1.5)).isEqualTo(9.0);
  }

  @Test
  void aReplacementThatTakesTheTokenRunsAfterTheEntry() {
    assertThat(new Greeter().same(4)).isEqualTo(8);
    assertThat(new Greeter().same(40)).isEqualTo(40);
  }

  @Test
  void aTokenStandsForTheBodyWhereTheAdviceSkipsIt() {
    assertThat(new Greeter().wake("Ada")).isEqualTo("Ada is awake");
    assertThat(System.getProperty("greeter.mark")).isEqualTo("after the body null");
    System.clearProperty("greeter.mark");

    assertThat(new Greeter().wake("Bob")).isNull();
    assertThat(System.getProperty("greeter.mark")).isNull();
  }

  @Test
  void aBodyThatIsSkippedAnswersNothingOrZero() {
    int[] counter = new int[1];
    Greeter.count("Bob", counter, 3);
    assertThat(counter[0]).isZero();
    Greeter.count("Ada", counter, 3);
    assertThat(counter[0]).isEqualTo(3);
    assertThat(new Greeter().half("Bob", 3)).isZero();
    assertThat(new Greeter().half("Ada", 3)).isEqualTo(1.5);
  }

  @Test
  void aConstructorIsSeenWhenItReturns() {
    new Greeter();
    assertThat(System.getProperty("greeter.constructed")).isEqualTo("Greeter");
  }

  @Test
  void adviceThatThrowsChangesNothingAndIsCounted() {
    for (int i = 0; i < 3; i++) {
      assertThat(new Greeter().unlucky("Ada")).isEqualTo("Hello Ada");
    }
    assertThat(Recorded.metric("obs_agent_advice_errors_total{module=\"greeter\"}"))
        .isGreaterThanOrEqualTo(6);
  }

  @Test
  void aWrapperThatThrowsChangesNothingAndCountsForItsModule() {
    List<String> calls = new ArrayList<>();
    new Greeter().call(() -> calls.add("called"));
    double before = Recorded.metric("obs_agent_advice_errors_total{module=\"greeter\"}");
    new Greeter().call(() -> calls.add("called again"));
    assertThat(calls).containsExactly("called", "called again");
    assertThat(Recorded.metric("obs_agent_advice_errors_total{module=\"greeter\"}"))
        .isEqualTo(before + 1);
  }

  @Test
  void adviceWhoseLibraryDoesNotFitIsLeftOut() {
    assertThat(new Greeter().absent()).isEqualTo("still here");
    assertThat(Recorded.metric("obs_agent_modules{state=\"incompatible\"}")).isEqualTo(1);
  }

  @Test
  void aModuleForAnotherVersionsMethodsIsNotIncompatible() {
    assertThat(new Greeter().greet("Ada")).isEqualTo("Hello Ada");
    assertThat(Recorded.metric("obs_agent_modules{state=\"on\"}")).isEqualTo(1);
  }

  @Test
  void subtypesAreFoundThroughSuperClassesAndExclusionsRespected() {
    assertThat(new Silent().speak()).isEmpty();
    assertThat(System.getProperty("greeter.mark")).isNull();
    assertThat(new Loud().speak()).isEqualTo("LOUD");
    assertThat(System.getProperty("greeter.mark")).isEqualTo("token -");
  }

  @Test
  void anApplicationLoaderIsCollectedAfterUse() throws Exception {
    WeakReference<ClassLoader> loader = useInLoader();
    Recorded.await(
        () -> {
          System.gc();
          return loader.refersTo(null);
        },
        () -> "the loader of a dropped application is still held");
  }

  private static WeakReference<ClassLoader> useInLoader() throws Exception {
    ClassLoader loader = new CopyLoader();
    Class<?> greeter = loader.loadClass(Greeter.class.getName());
    assertThat(greeter).isNotSameAs(Greeter.class);
    Object instance = greeter.getConstructor().newInstance();
    Method greet = greeter.getMethod("greet", String.class);
    assertThat(greet.invoke(instance, "Ada")).isEqualTo("Hello Ada");
    assertThat(System.getProperty("greeter.mark")).isEqualTo("token -");
    return new WeakReference<>(loader);
  }

  /** Defines its own copy of the greeter, as a web application's loader would. */
  private static final class CopyLoader extends ClassLoader {
    CopyLoader() {
      super(WeavingTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Greeter.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}

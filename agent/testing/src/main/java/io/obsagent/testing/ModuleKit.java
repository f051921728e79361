// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for each instrumentation, in each version of its library: a subclass runs wherever the
 * module's tests do, under {@code -Pmatrix} in all versions. The JVM verifies all that is woven.
 */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ModuleKit {
  private static final String FAULTS = "obs.testing.faults";

  private final InstrumentationModule module;

  protected ModuleKit(InstrumentationModule module) {
    this.module = module;
  }

  /**
   * Calls the library in as many of the ways that are advised as is easy.
   *
   * @return what the application sees of it, the same each time
   */
  protected abstract String use() throws Exception;

  /** For the use of a server: status and body of a page. */
  protected static String get(String uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + response.body();
  }

  /** Advice that only other versions have methods for, e.g. {@code ChainAdvices.Proceed}. */
  protected Set<String> adviceOfOtherVersions() {
    return Set.of();
  }

  /** Classes that stand for all that a module finds by super type. */
  protected List<Class<?>> examples() {
    return List.of();
  }

  /**
   * Whether the library is used, too, in the class loader that has to be collected: where {@link
   * #use} leaves nothing that runs.
   */
  protected boolean isUsedAnew() {
    return false;
  }

  @Test
  void eachAdviceHasAMethod() {
    Set<String> without = new TreeSet<>();
    Set<String> with = new TreeSet<>();
    for (TypeInstrumentation type : module.types()) {
      List<Class<?>> classes = classesOf(type.type(), getClass().getClassLoader());
      type.advise(
          (match, advice) -> {
            boolean hit = classes.stream().anyMatch(each -> hits(match, each));
            (hit ? with : without).add(simpleName(advice));
          });
    }
    without.removeAll(with);
    assertEquals(new TreeSet<>(adviceOfOtherVersions()), without, "advice that hits no method");
  }

  @Test
  void backgroundTasksAreNamedBelowTheirPackage() {
    for (String prefix : module.backgroundTasks()) {
      assertTrue(
          prefix.matches("([a-z0-9_]+\\.)+[A-Za-z0-9_$]*"), "too wide or no name: " + prefix);
    }
  }

  @Test
  void theApplicationSeesTheSameWhereTheAgentFails() throws Exception {
    String expected = use();
    try {
      for (String fault : List.of("start", "inject", "end")) {
        faults().set(fault);
        assertEquals(expected, use(), "where the agent fails in: " + fault);
        assertTrue(
            isWithoutContext(), "a context is left behind where the agent fails in: " + fault);
      }
    } finally {
      faults().set("");
    }
    assertEquals(expected, use(), "afterwards");
  }

  @Test
  void aLoaderOfTheLibraryIsCollectedAfterUse() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    loaders.add(loadAllIn());
    Recorded.await(
        () -> {
          System.gc();
          return loaders.get(0).refersTo(null);
        },
        () -> "the class loader of a dropped application is still held");
  }

  private WeakReference<ClassLoader> loadAllIn() throws Exception {
    try (CopyLoader loader = new CopyLoader()) {
      int ofTheLibrary = 0;
      for (TypeInstrumentation type : module.types()) {
        for (Class<?> each : classesOf(type.type(), loader)) {
          ofTheLibrary += each.getClassLoader() == loader ? 1 : 0;
        }
      }
      boolean ofTheJdk = classPathOfJdkOnly();
      assertTrue(ofTheJdk || ofTheLibrary > 0, "a class of the library is loaded anew");
      if (isUsedAnew()) {
        assertEquals(use(), useAnew(loader), "in another class loader");
        Recorded.seriesNames();
      }
      return new WeakReference<>(loader);
    }
  }

  private Object useAnew(ClassLoader loader) throws Exception {
    Class<?> kit = loader.loadClass(getClass().getName());
    Constructor<?> constructor = kit.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method use = kit.getDeclaredMethod("use");
    use.setAccessible(true);
    return use.invoke(constructor.newInstance());
  }

  private static String simpleName(String advice) {
    return advice.substring(advice.lastIndexOf('.') + 1).replace('$', '.');
  }

  private boolean classPathOfJdkOnly() {
    for (TypeInstrumentation type : module.types()) {
      for (Class<?> each : classesOf(type.type(), getClass().getClassLoader())) {
        if (each.getClassLoader() == getClass().getClassLoader()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Those that this version has. */
  private List<Class<?>> classesOf(TypeMatch match, ClassLoader loader) {
    List<String> names = new ArrayList<>(match.names());
    if (match.bySuperType()) {
      examples().forEach(example -> names.add(example.getName()));
    }
    List<Class<?>> classes = new ArrayList<>();
    for (String name : names) {
      try {
        classes.add(Class.forName(name, false, loader));
      } catch (ClassNotFoundException ofAnotherVersion) {
        assertFalse(name.isEmpty());
      }
    }
    return classes;
  }

  private static boolean hits(MethodMatch match, Class<?> type) {
    List<Executable> methods = new ArrayList<>(List.of(type.getDeclaredMethods()));
    methods.addAll(List.of(type.getDeclaredConstructors()));
    return methods.stream().anyMatch(method -> hits(match, method));
  }

  private static boolean hits(MethodMatch match, Executable method) {
    boolean constructor = method instanceof Constructor<?>;
    String result = method instanceof Method plain ? sourceName(plain.getReturnType()) : "void";
    int never = Modifier.ABSTRACT | Modifier.NATIVE;
    boolean annotated =
        Stream.of(method.getAnnotations())
            .anyMatch(each -> match.names().contains('@' + each.annotationType().getName()));
    return (annotated || match.names().contains(constructor ? "<init>" : method.getName()))
        && (method.getModifiers() & never) == 0
        && (!method.isSynthetic() || match.synthetic())
        && !(method instanceof Method plain && plain.isBridge())
        && (!match.publicOnly() || Modifier.isPublic(method.getModifiers()))
        && (match.returnType() == null || match.returnType().equals(result))
        && fits(match.argumentTypes(), match.leadingArguments(), method.getParameterTypes());
  }

  private static boolean fits(
      @Nullable List<@Nullable String> wanted, boolean leading, Class<?>[] types) {
    if (wanted == null) {
      return true;
    }
    if (types.length < wanted.size() || (types.length > wanted.size() && !leading)) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      String type = wanted.get(i);
      if (type != null && !type.equals(sourceName(types[i]))) {
        return false;
      }
    }
    return true;
  }

  /** As {@link MethodMatch} writes it: binary names, arrays with brackets. */
  private static String sourceName(Class<?> type) {
    return type.isArray() ? sourceName(type.getComponentType()) + "[]" : type.getName();
  }

  private static boolean isWithoutContext() {
    return ((BooleanSupplier) System.getProperties().get("obs.testing.no-context")).getAsBoolean();
  }

  @SuppressWarnings("unchecked")
  private static AtomicReference<String> faults() {
    return (AtomicReference<String>) System.getProperties().get(FAULTS);
  }

  /** Another application with the same library: the class path of this one, loaded anew. */
  private static final class CopyLoader extends URLClassLoader {
    CopyLoader() {
      super("copy", classPath(), ModuleKit.class.getClassLoader());
    }

    private static URL[] classPath() {
      String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
      URL[] urls = new URL[entries.length];
      for (int i = 0; i < entries.length; i++) {
        try {
          urls[i] = Path.of(entries[i]).toUri().toURL();
        } catch (MalformedURLException e) {
          throw new AssertionError(e);
        }
      }
      return urls;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException | SecurityException ofTheJdk) {
          return super.loadClass(name, resolve);
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.bootstrap.AgentClassLoader;
import java.net.URL;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where advice lives: one loader for each class loader of the application whose classes are woven.
 *
 * <pre>
 *   instrumentation packages      defined here, from the agent's bytes: one copy for each application
 *   agent SPI, OpenTelemetry API  the agent's, shared by all
 *   everything else               the application's
 * </pre>
 *
 * Beside it there is one more for the module that stands between the application's OpenTelemetry
 * API and the agent's, to which the API is the application's, and one for each {@link Relocation},
 * where instrumentations have other names for their library.
 *
 * <p>It lives as long as call sites link to it, and those as long as the application's loader.
 * Parallel capable.
 */
final class PluginClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  static final String INSTRUMENTATION_PACKAGE = "io.obsagent.instrumentation.";

  /** The module of this package sees the application's OpenTelemetry API in the agent's place. */
  private static final String API_BRIDGE = INSTRUMENTATION_PACKAGE + "opentelemetryapi.";

  private static final String SPI = "io.obsagent.spi.";
  private static final String[] API = {"io.opentelemetry.api.", "io.opentelemetry.context."};

  /** The breakers of modules whose advice is here. */
  final ConcurrentHashMap<ModuleState, Breaker> breakers = new ConcurrentHashMap<>();

  private final AgentClassLoader agent;
  private final @Nullable ClassLoader application;
  private final boolean bridgesApi;
  private final @Nullable Relocation relocation;

  /**
   * @param application null for the boot loader
   * @param bridgesApi whether the OpenTelemetry API is the application's
   * @param relocation of the library, or null where it has its own name
   */
  PluginClassLoader(
      AgentClassLoader agent,
      @Nullable ClassLoader application,
      boolean bridgesApi,
      @Nullable Relocation relocation) {
    super("obs-plugin", application);
    this.agent = agent;
    this.application = application;
    this.bridgesApi = bridgesApi;
    this.relocation = relocation;
  }

  /** Whether to a class of an instrumentation the OpenTelemetry API is the application's. */
  static boolean bridgesApi(String className) {
    return className.startsWith(API_BRIDGE);
  }

  /** Whether a class is of the agent's OpenTelemetry API, if not of the application's. */
  static boolean isOfApi(String className) {
    return className.startsWith(API[0]) || className.startsWith(API[1]);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(INSTRUMENTATION_PACKAGE)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
    if (name.startsWith(SPI) || !bridgesApi && isOfApi(name)) {
      return agent.loadClass(name);
    }
    return Class.forName(name, false, application);
  }

  /**
   * Without a lock, and so perhaps on two threads at once, of which one is first: a super type is
   * loaded by the application's loader, which may have a lock of its own, and whoever holds that
   * may be waiting for this class.
   */
  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = agent.classBytes(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    if (relocation != null) {
      bytes = relocation.renamed(bytes);
    }
    try {
      return defineClass(name, bytes, 0, bytes.length, AgentClassLoader.TRUSTED);
    } catch (LinkageError e) {
      Class<?> definedMeanwhile = findLoadedClass(name);
      if (definedMeanwhile == null) {
        throw e;
      }
      return definedMeanwhile;
    }
  }

  /** The application's resources are not the plug-in's. */
  @Override
  public @Nullable URL getResource(String name) {
    return null;
  }
}

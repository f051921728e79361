// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi;

import java.util.List;

/**
 * One library line that the agent instruments, e.g. Jedis 4 to 8. Registered in {@code
 * META-INF/services/io.obsagent.spi.InstrumentationModule}; switched by {@code
 * instrumentation.<name>.enabled}.
 *
 * <p>A module is only a description: it is read when the agent's jar is assembled, into an index,
 * and its class is not loaded in production. It must not name a type of the library it instruments
 * other than as a string, and neither may its {@link TypeInstrumentation}s.
 */
public abstract class InstrumentationModule {
  private final String name;
  private final String library;

  /**
   * @param name the module's name in options and on the diagnostics page, in kebab case: {@code
   *     jedis}
   * @param library the library and the versions it fits, for people: {@code Jedis 4.0–8.0}
   */
  protected InstrumentationModule(String name, String library) {
    this.name = name;
    this.library = library;
  }

  public final String name() {
    return name;
  }

  public final String library() {
    return library;
  }

  /** What the module gives its users, one sentence for the reference page. */
  public abstract String description();

  public abstract List<TypeInstrumentation> types();

  /**
   * What of the library belongs to nobody's request although a request's thread may start it: loops
   * of servers and clients, clean-up, fillers of pools. No context is handed to a task of such a
   * class, to a thread of such a class or a subclass, nor to a thread that such a class starts. It
   * holds while the module is off, too.
   *
   * @return prefixes of binary names of classes; of a package, with the dot
   */
  public List<String> backgroundTasks() {
    return List.of();
  }

  public boolean enabledByDefault() {
    return true;
  }

  /**
   * Whether the library is looked for, too, where somebody has renamed it into a jar of his own
   * ("shaded"): all of its packages below one more, as {@code wiremock.org.eclipse.jetty}. The
   * types that are matched by their names are found there, and the advice is renamed alike.
   */
  public boolean relocatable() {
    return false;
  }
}

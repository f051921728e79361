// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.jaxrs;

import io.obsagent.spi.telemetry.HeldState;
import io.obsagent.spi.telemetry.UrlTemplate;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Scope;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the URLs of a client's requests looked like before values were put into them. A builder of
 * URIs knows that until the first {@code resolveTemplate}; from then on it is kept beside it, and
 * beside the URI that is built.
 *
 * <p>Where nothing is resolved, nothing is kept. Thread-safe, as far as builders are.
 */
public final class ClientTemplates {
  private static final String BUILDER = ".ws.rs.core.UriBuilder";
  private static final HeldState<Object, Kept> BUILDERS = new HeldState<>(Kept.class);
  private static final WeakMap<URI, String> URIS = new WeakMap<>();

  /**
   * By the class of a builder: its template, asked of a copy, as Jersey sorts itself out when it is
   * asked.
   */
  private static final ClassValue<MethodHandle> TEMPLATE =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          Class<?> builder = type;
          while (!builder.getName().endsWith(BUILDER)) {
            builder = builder.getSuperclass();
          }
          try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle copy =
                lookup.findVirtual(builder, "clone", MethodType.methodType(builder));
            MethodType text = MethodType.methodType(String.class);
            MethodHandle template = lookup.findVirtual(builder, "toTemplate", text);
            return MethodHandles.filterReturnValue(copy, template)
                .asType(MethodType.methodType(String.class, Object.class));
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(builder.getName(), e);
          }
        }
      };

  private ClientTemplates() {}

  /**
   * A request is about to be sent, by whichever client is below.
   *
   * @param uri just as the builder made it
   * @return to be closed when that has returned; null where no template is known
   */
  public static @Nullable Scope send(@Nullable URI uri) {
    return uri == null || URIS.isEmpty() ? null : UrlTemplate.enter(URIS.get(uri));
  }

  /** A builder is about to put values into its template; null where there is none. */
  static @Nullable Resolution resolve(Object builder) {
    Kept kept = BUILDERS.get(builder);
    String template = kept == null ? templateOf(builder) : "";
    if (template.indexOf('{') >= 0) {
      kept = new Kept(RouteBuilder.withoutExpressions(template));
    }
    return kept == null ? null : new Resolution(builder, kept);
  }

  /**
   * A builder is about to make a URI of its template; null where there is none.
   *
   * @param values for what has none yet: an array or a map
   */
  static @Nullable Resolution build(Object builder, @Nullable Object values) {
    boolean resolves =
        values instanceof Object[] array ? array.length > 0 : values instanceof Map<?, ?>;
    if (resolves) {
      return resolve(builder);
    }
    Kept kept = BUILDERS.get(builder);
    return kept == null ? null : new Resolution(builder, kept);
  }

  /** A builder is given a URI in the place of what there is; null where that has no template. */
  static @Nullable Resolution begin(Object builder, @Nullable URI uri) {
    forget(builder);
    String template = uri == null || URIS.isEmpty() ? null : URIS.get(uri);
    return template == null ? null : new Resolution(builder, new Kept(template));
  }

  /** A builder is about to get more of a path. */
  static @Nullable Extension extend(Object builder) {
    Kept kept = BUILDERS.get(builder);
    return kept == null ? null : new Extension(builder, kept, templateOf(builder));
  }

  /** A builder is given another URL or path. */
  static void forget(Object builder) {
    if (BUILDERS.get(builder) != null) {
      BUILDERS.remove(builder);
    }
  }

  static void copied(Object builder, Object copy) {
    Kept kept = BUILDERS.get(builder);
    if (kept != null) {
      BUILDERS.put(copy, kept);
    }
  }

  /** Without query. */
  private static String templateOf(Object builder) {
    try {
      String template = (String) TEMPLATE.get(builder.getClass()).invokeExact(builder);
      int query = template.indexOf('?');
      return query < 0 ? template : template.substring(0, query);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private record Kept(String template) {}

  /** A builder, and what it was before it got values, which RESTEasy does by another URL. */
  record Resolution(Object builder, Kept before) {
    void end() {
      BUILDERS.put(builder, before);
    }

    void built(URI uri) {
      URIS.put(uri, before.template);
    }
  }

  /** A builder, and what it was before it got more of a path. */
  record Extension(Object builder, Kept before, String template) {
    /** Where the builder has called another method to add it, that has been here already. */
    void end() {
      String now = BUILDERS.get(builder) == before ? templateOf(builder) : "";
      if (now.startsWith(template)) {
        String more = RouteBuilder.withoutExpressions(now.substring(template.length()));
        BUILDERS.put(builder, new Kept(before.template + more));
      }
    }
  }
}

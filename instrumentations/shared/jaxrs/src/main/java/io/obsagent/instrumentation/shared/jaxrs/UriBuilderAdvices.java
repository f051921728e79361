// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.jaxrs;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Advice for builders of URIs, of whichever implementation and name space. */
final class UriBuilderAdvices {
  private UriBuilderAdvices() {}

  /** For methods that put values into a template. */
  static final class Resolve {
    private Resolve() {}

    @OnEnter
    static ClientTemplates.@Nullable Resolution enter(@This Object builder) {
      return ClientTemplates.resolve(builder);
    }

    @OnExit
    static void exit(@Token ClientTemplates.@Nullable Resolution resolution) {
      if (resolution != null) {
        resolution.end();
      }
    }
  }

  /** For methods that add to the path. */
  static final class Extend {
    private Extend() {}

    @OnEnter
    static ClientTemplates.@Nullable Extension enter(@This Object builder) {
      return ClientTemplates.extend(builder);
    }

    @OnExit
    static void exit(@Token ClientTemplates.@Nullable Extension extension) {
      if (extension != null) {
        extension.end();
      }
    }
  }

  /** For methods that put another URL or path in the place of what there is. */
  static final class Replace {
    private Replace() {}

    @OnEnter
    static void enter(@This Object builder) {
      ClientTemplates.forget(builder);
    }
  }

  /** For the method that puts a URI in the place of what there is, as a client's target does. */
  static final class Begin {
    private Begin() {}

    @OnEnter
    static ClientTemplates.@Nullable Resolution enter(
        @This Object builder, @Argument(0) @Nullable URI uri) {
      return ClientTemplates.begin(builder, uri);
    }

    @OnExit
    static void exit(@Token ClientTemplates.@Nullable Resolution resolution) {
      if (resolution != null) {
        resolution.end();
      }
    }
  }

  /** For {@code clone}. */
  static final class Copy {
    private Copy() {}

    @OnEnter
    static Object enter(@This Object builder) {
      return builder;
    }

    @OnExit
    static void exit(@Token @Nullable Object builder, @Return @Nullable Object copy) {
      if (builder != null && copy != null) {
        ClientTemplates.copied(builder, copy);
      }
    }
  }

  /** For methods that make a URI. */
  static final class Build {
    private Build() {}

    @OnEnter
    static ClientTemplates.@Nullable Resolution enter(
        @This Object builder, @Argument(0) @Nullable Object values) {
      return ClientTemplates.build(builder, values);
    }

    @OnExit
    static void exit(
        @Token ClientTemplates.@Nullable Resolution resolution, @Return @Nullable URI uri) {
      if (resolution != null && uri != null) {
        resolution.built(uri);
      }
    }
  }
}

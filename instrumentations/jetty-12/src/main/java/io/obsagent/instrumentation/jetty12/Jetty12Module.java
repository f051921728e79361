// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Jetty 12 below its handlers. The classes of its servlet containers have the same shape under each
 * version of Jakarta EE; their advice names none of them.
 */
public final class Jetty12Module extends InstrumentationModule {
  private static final String EE10 = "org.eclipse.jetty.ee10.servlet.";
  private static final String EE11 = "org.eclipse.jetty.ee11.servlet.";

  public Jetty12Module() {
    super("jetty-12", "Jetty 12.0–12.1");
  }

  @Override
  public String description() {
    return "Server spans, request metrics and the correlation id of requests served by Jetty 12;"
        + " routes of its servlets (Jakarta EE 10 and 11).";
  }

  @Override
  public boolean relocatable() {
    return true;
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ServerInstrumentation(),
        new ChannelInstrumentation(),
        new NestedChannelInstrumentation(),
        new AsyncInstrumentation(),
        new SessionInstrumentation());
  }

  private static final class SessionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.eclipse.jetty.session.AbstractSessionCache");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("initialize").takes(1), SessionAdvices.Seen.class.getName());
    }
  }

  private static final class ServerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.eclipse.jetty.server.Server");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("handle")
              .takes(
                  "org.eclipse.jetty.server.Request",
                  "org.eclipse.jetty.server.Response",
                  "org.eclipse.jetty.util.Callback"),
          ServerAdvices.Handle.class.getName());
    }
  }

  private static final class ChannelInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(EE10 + "ServletChannel", EE11 + "ServletChannel");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("associate").takes(1), ServletAdvices.Associate.class.getName());
      advices.on(named("handle").takes(0), ServletAdvices.Handle.class.getName());
      advices.on(
          named("handleException").takes("java.lang.Throwable"),
          ServletAdvices.Failure.class.getName());
    }
  }

  /**
   * The one below {@code javax.servlet} and EE 9, which Jetty 12 has brought along from Jetty 11.
   */
  private static final class NestedChannelInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.eclipse.jetty.ee8.nested.HttpChannel", "org.eclipse.jetty.ee9.nested.HttpChannel");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("onRequest").takes(1), ServletAdvices.Associate.class.getName());
      advices.on(named("handle").takes(0), ServletAdvices.Handle.class.getName());
      advices.on(
          named("handleException").takes("java.lang.Throwable"),
          ServletAdvices.Failure.class.getName());
    }
  }

  private static final class AsyncInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(EE10 + "AsyncContextState", EE11 + "AsyncContextState");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("start").takes("java.lang.Runnable"), ServletAdvices.AsyncStart.class.getName());
    }
  }
}

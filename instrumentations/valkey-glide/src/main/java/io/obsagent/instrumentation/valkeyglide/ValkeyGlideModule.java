// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.valkeyglide;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Valkey GLIDE where all of its clients hand over what they send; the rest is native. */
public final class ValkeyGlideModule extends InstrumentationModule {
  public ValkeyGlideModule() {
    super("valkey-glide", "Valkey GLIDE 2.1–2.3");
  }

  @Override
  public String description() {
    return "Spans and durations of commands, pipelines and transactions to Valkey or Redis until their"
        + " reply, without keys and values; hits and misses.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ClientInstrumentation(), new CommandInstrumentation());
  }

  private static final class ClientInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("glide.api.BaseClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("createClient")
              .takesFirst("glide.api.models.configuration.BaseClientConfiguration"),
          CommandAdvices.Connect.class.getName());
    }
  }

  private static final class CommandInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("glide.managers.CommandManager");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("submitNewCommand", "submitNewCommandWithResponseType", "submitBlockingCommand")
              .takesFirst("command_request.CommandRequestOuterClass$RequestType", null)
              .isPublic(),
          CommandAdvices.Submit.class.getName());
      for (String type : List.of("java.lang.String[]", "glide.api.models.GlideString[]")) {
        advices.on(
            named("submitCustomCommand").takesFirst(type).isPublic(),
            CommandAdvices.SubmitOther.class.getName());
      }
      for (String type : List.of("Batch", "ClusterBatch")) {
        advices.on(
            named("submitNewBatch").takesFirst("glide.api.models." + type).isPublic(),
            CommandAdvices.SubmitOther.class.getName());
      }
      advices.on(
          named("submitScript", "submitClusterScan", "submitObjectEncoding").isPublic(),
          CommandAdvices.SubmitOther.class.getName());
      advices.holdState();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.couchbase3;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The core of the SDK, where requests are sent for the first time; a retry is a part of one. */
public final class Couchbase3Module extends InstrumentationModule {
  public Couchbase3Module() {
    super("couchbase-3", "Couchbase SDK 3.1–3.13");
  }

  @Override
  public String description() {
    return "Spans and durations of Couchbase's operations on documents and of its queries, with"
        + " sanitised text, without keys and values.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.couchbase.client.core.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new CoreInstrumentation());
  }

  private static final class CoreInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.couchbase.client.core.Core");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("send").takes("com.couchbase.client.core.msg.Request", "boolean"),
          CoreAdvices.Send.class.getName());
    }
  }
}

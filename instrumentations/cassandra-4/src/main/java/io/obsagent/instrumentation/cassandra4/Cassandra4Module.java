// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cassandra4;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The driver where all requests of statements pass: those that are waited for, asynchronous ones,
 * reactive ones, and the next pages of each. What the driver asks for itself goes another way.
 */
public final class Cassandra4Module extends InstrumentationModule {
  private static final String DRIVER = "com.datastax.oss.driver.";

  public Cassandra4Module() {
    super("cassandra-4", "Cassandra driver 4.2–4.19");
  }

  @Override
  public String description() {
    return "Spans and durations of CQL statements and batches, with sanitised text and the node that"
        + " has answered.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.datastax.oss.driver.internal.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ProcessorInstrumentation());
  }

  private static final class ProcessorInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(DRIVER + "internal.core.cql.CqlRequestAsyncProcessor");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("process")
              .takes(
                  DRIVER + "api.core.cql.Statement",
                  DRIVER + "internal.core.session.DefaultSession",
                  null,
                  null),
          ProcessorAdvices.Process.class.getName());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The SDK below the clients of all services, which are generated: they hand each call to a handler.
 * The application's interceptors stay what they are.
 *
 * <pre>
 * client ─► handler.execute                    the call begins
 *             └► stages ─► HTTP client         an attempt each; async ones on any thread
 *                  └► chain.afterExecution     the call is over, before anybody is told so
 * </pre>
 */
public final class AwsSdk2Module extends InstrumentationModule {
  private static final String CORE = "software.amazon.awssdk.core.";
  private static final String HANDLERS = "software.amazon.awssdk.awscore.client.handler.";
  private static final String CONFIGURATION = CORE + "client.config.SdkClientConfiguration";
  private static final String PARAMS = CORE + "client.handler.ClientExecutionParams";
  private static final String CONTEXT = CORE + "interceptor.Context$";
  private static final String ATTRIBUTES = CORE + "interceptor.ExecutionAttributes";
  private static final String INTERNAL = CORE + "internal.http.";

  public AwsSdk2Module() {
    super("aws-sdk-2", "AWS SDK 2.20–2.59");
  }

  @Override
  public String description() {
    return "Client spans and metrics of calls to AWS services by SDK 2, above the HTTP requests that"
        + " they make; tables of DynamoDB as databases, buckets of S3.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        "software.amazon.awssdk.http.apache.internal.conn.",
        "software.amazon.awssdk.http.apache5.internal.conn.",
        "software.amazon.awssdk.utils.cache.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Handlers(), new Chain(), new Stage(), new Netty());
  }

  private record Handlers() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(HANDLERS + "AwsSyncClientHandler", HANDLERS + "AwsAsyncClientHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor().takes(CONFIGURATION), HandlerAdvices.Create.class.getName());
      advices.on(named("execute").takes(PARAMS), HandlerAdvices.Execute.class.getName());
      advices.on(named("execute").takes(PARAMS, null), HandlerAdvices.Execute.class.getName());
    }
  }

  private record Chain() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CORE + "interceptor.ExecutionInterceptorChain");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("afterExecution").takes(CONTEXT + "AfterExecution", ATTRIBUTES),
          PipelineAdvices.Succeeded.class.getName());
      advices.on(
          named("onExecutionFailure").takes(CONTEXT + "FailedExecution", ATTRIBUTES),
          PipelineAdvices.Failed.class.getName());
    }
  }

  private record Stage() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(INTERNAL + "pipeline.stages.MakeAsyncHttpRequestStage");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("executeHttpRequest")
              .takes(
                  "software.amazon.awssdk.http.SdkHttpFullRequest",
                  INTERNAL + "RequestExecutionContext"),
          PipelineAdvices.Attempt.class.getName());
    }
  }

  private record Netty() implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("software.amazon.awssdk.http.nio.netty.internal.NettyRequestExecutor");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("execute").takes(), NettyAdvices.Begin.class.getName());
      advices.on(
          named("makeRequestListener").takes("io.netty.util.concurrent.Future"),
          NettyAdvices.Connected.class.getName());
    }
  }
}

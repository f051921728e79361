// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.obsagent.testing.ModuleKit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class GrpcModuleTest extends ModuleKit {
  GrpcModuleTest() {
    super(new GrpcModule());
  }

  /** Armeria's service is used where Armeria is. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    return Set.of("ServerAdvices.StartCall");
  }

  @Override
  protected String use() throws Exception {
    Server server =
        InProcessServerBuilder.forName("used")
            .addService(
                new Shop(
                    (request, answer) -> {
                      answer.onNext(request);
                      answer.onCompleted();
                    }))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName("used").build();
    try {
      List<String> seen = new ArrayList<>();
      seen.add(ClientCalls.blockingUnaryCall(channel, Shop.ADD, CallOptions.DEFAULT, "tea"));
      ClientCalls.blockingServerStreamingCall(channel, Shop.WATCH, CallOptions.DEFAULT, "milk")
          .forEachRemaining(seen::add);
      return seen.toString();
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination();
    }
  }
}

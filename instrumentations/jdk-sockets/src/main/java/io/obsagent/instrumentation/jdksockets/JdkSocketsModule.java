// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdksockets;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The JDK's sockets below all clients that have no native transport. Off unless somebody asks for
 * it: it changes classes that each JVM uses, for a number that few look at.
 */
public final class JdkSocketsModule extends InstrumentationModule {
  public JdkSocketsModule() {
    super("jdk-sockets", "java.net and java.nio of JDK 17 and newer");
  }

  @Override
  public String description() {
    return "Times of opening connections and of looking up names.";
  }

  @Override
  public boolean enabledByDefault() {
    return false;
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new SocketInstrumentation(), new ChannelInstrumentation(), new AddressInstrumentation());
  }

  private static final class SocketInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("java.net.Socket");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("connect").takes("java.net.SocketAddress", "int"),
          ConnectAdvices.Blocking.class.getName());
    }
  }

  private static final class ChannelInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("sun.nio.ch.SocketChannelImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("connect").takes("java.net.SocketAddress"), ConnectAdvices.Channel.class.getName());
      advices.on(named("finishConnect").takes(), ConnectAdvices.Finish.class.getName());
      // That of the socket which a channel is, too.
      advices.on(
          named("blockingConnect").takes("java.net.SocketAddress", "long"),
          ConnectAdvices.Blocking.class.getName());
    }
  }

  /** Where a name server is asked, below the JDK's cache. */
  private static final class AddressInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("java.net.InetAddress");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getAddressesFromNameService"), LookupAdvices.Lookup.class.getName());
    }
  }
}

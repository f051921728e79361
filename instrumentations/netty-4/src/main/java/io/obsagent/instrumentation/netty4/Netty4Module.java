// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** Netty's codecs, through which every server and client that is made of it sends HTTP. */
public final class Netty4Module extends InstrumentationModule {
  private static final String CONTEXT = "io.netty.channel.ChannelHandlerContext";
  private static final String LIST = "java.util.List";
  private static final String RUNNABLE = "java.lang.Runnable";
  private static final String CALLABLE = "java.util.concurrent.Callable";
  private static final String UNIT = "java.util.concurrent.TimeUnit";
  private static final String ENCODER = "io.netty.handler.codec.http.HttpObjectEncoder";
  private static final String HTTP2 = "io.netty.handler.codec.http2.";
  private static final String HEADERS = HTTP2 + "Http2Headers";
  private static final String PROMISE = "io.netty.channel.ChannelPromise";
  private static final String STREAM_CODEC = HTTP2 + "Http2StreamFrameToHttpObjectCodec";
  private static final String EXECUTORS = "io.netty.util.concurrent.";

  public Netty4Module() {
    super("netty-4", "Netty 4.1–4.2");
  }

  @Override
  public String description() {
    return "Server and client spans, metrics and the correlation id of requests through Netty's"
        + " HTTP codecs; traces go on in tasks of event loops and in listeners of futures.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("io.netty.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type("io.netty.handler.codec.ByteToMessageDecoder", Netty4Module::decoder),
        new Type("io.netty.handler.codec.http.HttpObjectDecoder", Netty4Module::newDecoder),
        new Type(ENCODER, Netty4Module::encoder),
        // Frameworks write the headers of their own classes themselves.
        new Type(TypeMatch.subtypesOf(ENCODER), Netty4Module::headers),
        new Type(STREAM_CODEC, Netty4Module::streamCodec),
        new Type(
            HTTP2 + "DefaultHttp2ConnectionDecoder$FrameReadListener", Netty4Module::frameDecoder),
        new Type(HTTP2 + "DefaultHttp2ConnectionEncoder", Netty4Module::frameEncoder),
        new Type("io.netty.handler.codec.MessageToMessageCodec", Netty4Module::messageCodec),
        new Type("io.netty.channel.AbstractChannelHandlerContext", Netty4Module::handlers),
        new Type(EXECUTORS + "SingleThreadEventExecutor", Netty4Module::loop),
        new Type(EXECUTORS + "AbstractEventExecutor", Netty4Module::submit),
        new Type(EXECUTORS + "AbstractScheduledEventExecutor", Netty4Module::schedule),
        new Type(EXECUTORS + "DefaultPromise", Netty4Module::promise));
  }

  private static void decoder(Advices advices) {
    advices.on(
        named("fireChannelRead").takes(CONTEXT, "io.netty.handler.codec.CodecOutputList", "int"),
        PipelineAdvices.Decoded.class.getName());
  }

  private static void newDecoder(Advices advices) {
    advices.on(constructor(), CodecAdvices.NewDecoder.class.getName());
  }

  private static void encoder(Advices advices) {
    advices.on(
        named("encode").takes(CONTEXT, "java.lang.Object", LIST),
        CodecAdvices.Encode.class.getName());
  }

  private static void headers(Advices advices) {
    advices.on(
        named("encodeHeaders")
            .takes("io.netty.handler.codec.http.HttpHeaders", "io.netty.buffer.ByteBuf"),
        CodecAdvices.Headers.class.getName());
  }

  private static void streamCodec(Advices advices) {
    advices.on(constructor(), StreamAdvices.NewCodec.class.getName());
    advices.on(
        named("decode").takes(CONTEXT, HTTP2 + "Http2StreamFrame", LIST),
        StreamAdvices.Decode.class.getName());
    advices.on(
        named("encode").takes(CONTEXT, "io.netty.handler.codec.http.HttpObject", LIST),
        StreamAdvices.Encode.class.getName());
    advices.on(named("toHttp2Headers").takes(2), StreamAdvices.Headers.class.getName());
  }

  private static void frameDecoder(Advices advices) {
    advices.on(
        named("onHeadersRead")
            .takes(CONTEXT, "int", HEADERS, "int", "short", "boolean", "int", "boolean"),
        FrameAdvices.HeadersRead.class.getName());
    advices.on(
        named("onDataRead").takes(CONTEXT, "int", "io.netty.buffer.ByteBuf", "int", "boolean"),
        FrameAdvices.DataRead.class.getName());
  }

  private static void frameEncoder(Advices advices) {
    advices.on(
        named("writeHeaders")
            .takes(CONTEXT, "int", HEADERS, "int", "short", "boolean", "int", "boolean", PROMISE),
        FrameAdvices.WriteHeaders.class.getName());
    advices.on(
        named("writeHeaders").takes(CONTEXT, "int", HEADERS, "int", "boolean", PROMISE),
        FrameAdvices.WritePlainHeaders.class.getName());
    advices.on(
        named("writeData")
            .takes(CONTEXT, "int", "io.netty.buffer.ByteBuf", "int", "boolean", PROMISE),
        FrameAdvices.WriteData.class.getName());
  }

  private static void messageCodec(Advices advices) {
    advices.on(
        named("channelRead").takes(CONTEXT, "java.lang.Object"),
        PipelineAdvices.Read.class.getName());
  }

  private static void handlers(Advices advices) {
    advices.on(
        named("invokeExceptionCaught").takes("java.lang.Throwable"),
        PipelineAdvices.Failure.class.getName());
  }

  private static void loop(Advices advices) {
    advices.on(named("execute").takes(RUNNABLE), LoopAdvices.HandOver.class.getName());
    advices.on(named("reject").takes(RUNNABLE), LoopAdvices.Reject.class.getName());
    advices.on(named("doStartThread").takes(), LoopAdvices.Start.class.getName());
  }

  private static void submit(Advices advices) {
    advices.on(named("submit").takes(RUNNABLE), LoopAdvices.HandOver.class.getName());
    advices.on(
        named("submit").takes(RUNNABLE, "java.lang.Object"), LoopAdvices.HandOver.class.getName());
    advices.on(named("submit").takes(CALLABLE), LoopAdvices.HandOver.class.getName());
  }

  private static void schedule(Advices advices) {
    advices.on(
        named("schedule").takes(RUNNABLE, "long", UNIT), LoopAdvices.HandOver.class.getName());
    advices.on(
        named("schedule").takes(CALLABLE, "long", UNIT), LoopAdvices.HandOver.class.getName());
  }

  private static void promise(Advices advices) {
    String listener = EXECUTORS + "GenericFutureListener";
    advices.on(named("addListener0").takes(listener), ListenerAdvices.Add.class.getName());
    advices.on(named("removeListener0").takes(listener), ListenerAdvices.Remove.class.getName());
    advices.on(
        named("notifyListener0").takes(EXECUTORS + "Future", listener),
        ListenerAdvices.Notify.class.getName());
    advices.holdState();
  }

  private record Type(TypeMatch type, Consumer<Advices> advice) implements TypeInstrumentation {
    Type(String name, Consumer<Advices> advice) {
      this(TypeMatch.named(name), advice);
    }

    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.obsagent.exporter.transport.Endpoint;
import java.net.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {
  @Test
  void headersOfAnotherEncoderAreRead() throws Exception {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .status("200")
            .add("content-type", "application/grpc")
            .add("grpc-status", "14")
            .add("grpc-message", allCharacters() + "a".repeat(600));

    Map<String, String> read = read(encode(headers, 0));

    assertThat(read)
        .containsExactly(
            entry(":status", "200"),
            entry("(other)", "application/grpc"),
            entry("grpc-status", "14"),
            entry("grpc-message", allCharacters() + "a".repeat(600)));
  }

  @Test
  void aStatusOutsideTheTableIsRead() throws Exception {
    assertThat(read(encode(new DefaultHttp2Headers().status("429"), 0)))
        .containsExactly(entry(":status", "429"));
  }

  @Test
  void anotherDecoderReadsTheHeadersOfARequest() throws Exception {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("te", "trailers");
    more.put("x-long", "v".repeat(1_000));
    byte[] block =
        HeaderBlock.request(Endpoint.parse("key", "https://collector:4317/a/b", 4317), more);

    Http2Headers headers =
        new DefaultHttp2HeadersDecoder().decodeHeaders(1, Unpooled.wrappedBuffer(block));

    assertThat(headers)
        .extracting(header -> header.getKey() + ": " + header.getValue())
        .containsExactly(
            ":method: POST",
            ":scheme: https",
            ":path: /a/b",
            ":authority: collector:4317",
            "te: trailers",
            "x-long: " + "v".repeat(1_000));
  }

  @Test
  void aReferenceIntoATableThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> read(new byte[] {(byte) (0x80 | 62)}))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void rubbishIsRefusedOrReadButNeverFailsOtherwise() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      byte[] rubbish = new byte[1 + random.nextInt(40)];
      random.nextBytes(rubbish);
      try {
        read(rubbish);
      } catch (ProtocolException e) {
        assertThat(e).hasMessageContaining("the answer");
      }
    }
  }

  private static String allCharacters() {
    StringBuilder text = new StringBuilder();
    for (char c = 1; c < 256; c++) {
      text.append(c);
    }
    return text.toString();
  }

  private static byte[] encode(Http2Headers headers, int tableSize) throws Exception {
    DefaultHttp2HeadersEncoder encoder =
        new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false, 16, 0);
    encoder.configuration().maxHeaderTableSize(tableSize);
    ByteBuf buffer = Unpooled.buffer();
    encoder.encodeHeaders(1, headers, buffer);
    return ByteBufUtil.getBytes(buffer);
  }

  private static Map<String, String> read(byte[] block) throws ProtocolException {
    Map<String, String> headers = new LinkedHashMap<>();
    HeaderBlock.read(block, block.length, headers::put);
    return headers;
  }
}

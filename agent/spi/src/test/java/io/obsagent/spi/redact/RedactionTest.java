// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final Redaction redaction = Redaction.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "password=hunter2|password=[redacted]",
        "login user=bob password=hunter2, ok|login user=bob password=[redacted], ok",
        "{\"password\": \"hun,ter 2\", \"a\": 1}|{\"password\": \"[redacted]\", \"a\": 1}",
        "{\\\"pwd\\\":\\\"x1\\\",\\\"b\\\":1}|{\\\"pwd\\\":\\\"[redacted]\\\",\\\"b\\\":1}",
        "db.password : s3cret;x=1|db.password : [redacted];x=1",
        "--api-key=abc|--api-key=[redacted]",
        "X-Api-Key: abc|X-Api-Key: [redacted]",
        "clientSecret => 'abc def' next|clientSecret => '[redacted]' next",
        "Authorization: Bearer abc.def next|Authorization: Bearer [redacted] next",
        "authorization=Basic dXNlcjpw; x|authorization=Basic [redacted]; x",
        "{\"Authorization\": \"Bearer abc\", \"a\": 1}|{\"Authorization\": \"Bearer [redacted]\", \"a\": 1}",
        "Cookie: SESSION=abc; other|Cookie: [redacted]; other",
        "GET /x?access_token=abc&page=2|GET /x?access_token=[redacted]&page=2",
        "sent with bearer abcDEF123456 today|sent with [redacted] today",
        "jdbc:postgresql://scott:tiger@db:5432/x|jdbc:postgresql://[redacted]@db:5432/x",
        "https://user@host/a:b|https://[redacted]@host/a:b",
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-_x done|jwt [redacted token] done",
        "key AKIAIOSFODNN7EXAMPLE.|key [redacted key].",
        "key AIzaSyA1234567890123456789012345678901 x|key [redacted key] x",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789|[redacted key]",
        "sk-proj-abcdefghij1234567890|[redacted key]",
        "xoxb-123456789012-abcdef|[redacted key]",
        "card 4111 1111 1111 1111 paid|card [redacted card] paid",
        "card 4111-1111-1111-1111|card [redacted card]",
        "2026-01-02 5555555555554444 ok|2026-01-02 [redacted card] ok",
        "amex 378282246310005|amex [redacted card]",
      })
  void whatIsASecretIsTakenOut(String text, String safe) {
    assertThat(redaction.text(text)).isEqualTo(safe);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Started Application in 2.1 seconds (process running for 2.5)",
        "input_tokens=1200 output_tokens: 17 maxTokens=5",
        "password=null token=false",
        "at 1700000000000 ms, order 12345678901234567",
        "basic authentication is off, bearer of bad news",
        "Basic Authentication",
        "http://host:8080/path?code=200",
        "java.lang.IllegalStateException: no such thing",
        "risk-assessment-of-things sk- pk_ 4111 1111 1111 1112",
        "Zürich → Genève: 3 Züge",
        "several\n\tlines",
        "bob@example.org",
        "12:30:01.123 [main]",
        "2001:db8::1",
        "password=",
        "token"
      })
  void whatIsNoneStaysTheSameObject(String text) {
    assertThat(redaction.text(text)).isSameAs(text);
  }

  @Test
  void aPrivateKeyGoesWhole() {
    String pem =
        "x\n-----BEGIN RSA PRIVATE KEY-----\nMIIabc+/=\n-----END RSA PRIVATE KEY-----\nafter";

    assertThat(redaction.text(pem)).isEqualTo("x\n[redacted key]\nafter");
    assertThat(redaction.text(pem.substring(0, 45))).isEqualTo("x\n[redacted key]");
  }

  @Test
  void addressesOfEMailGoByOption() {
    Redaction strict = new Redaction(true, List.of());

    assertThat(strict.text("mail to bob.b+x@mail.example.org, or @all, a@b"))
        .isEqualTo("mail to [redacted e-mail], or @all, a@b");
  }

  @Test
  void theUserNamesMore() {
    Redaction more = new Redaction(false, List.of("iban", "Customer-No"));

    assertThat(more.text("IBAN=DE123 customerNo: 17"))
        .isEqualTo("IBAN=[redacted] customerNo: [redacted]");
    assertThat(more.value("customer_no", "17")).isEqualTo("[redacted]");
    assertThat(more.value("customer", "17")).isEqualTo("17");
  }

  @Test
  void nothingForgesALine() {
    assertThat(redaction.line("a\r\nERROR forged\rb\nc\td"))
        .isEqualTo("a\\nERROR forged\\rb\\nc\\td");
    assertThat(redaction.text("a\r\nb\rc\n\td")).isEqualTo("a\nb\nc\n\td");
    assertThat(redaction.text("\u001b[31mred\u001b[0m \u001b]0;title\u0007"))
        .isEqualTo("red \\u001b]0;title\\u0007");
    assertThat(redaction.text("\u0000\u009b2Jx\u2028y\u202ez"))
        .isEqualTo("\\u0000x\\u2028y\\u202ez");
  }

  @Test
  void aLongTextOfBeginningsIsReadInLinearTime() {
    for (String part :
        List.of("4", "4 ", "eyJ", "password:", "://a", "@", "-----BEGIN ", "\u001b[")) {
      String text = part.repeat(1_000_000 / part.length());

      assertThat(new Redaction(true, List.of()).text(text)).isNotEmpty();
    }
  }
}

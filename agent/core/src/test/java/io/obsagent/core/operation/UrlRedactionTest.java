// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlRedactionTest {
  private final UrlRedaction redaction = new UrlRedaction(List.of("tenantKey"));

  @ParameterizedTest
  @CsvSource({
    "http://h/p?a=1&b=2, http://h/p?a=1&b=2",
    "http://u:p@h/p, http://REDACTED:REDACTED@h/p",
    "http://u@h/p@x, http://REDACTED@h/p@x",
    "http://u:p@@h, http://REDACTED:REDACTED@h",
    "http://h/a@b?c=d@e, http://h/a@b?c=d@e",
    "https://h/p?X-Amz-Signature=a&x=1, https://h/p?X-Amz-Signature=REDACTED&x=1",
    "https://h?sig=a&&access_token=b#id_token=c, https://h?sig=REDACTED&&access_token=REDACTED",
    "https://h?TENANTKEY=a&t%6Fken=b, https://h?TENANTKEY=REDACTED&t%6Fken=REDACTED",
    "https://h?X-Amz-Credential=a&X-Amz-Security-Token=b&AWSAccessKeyId=c&X-Goog-Signature=d,"
        + " https://h?X-Amz-Credential=REDACTED&X-Amz-Security-Token=REDACTED"
        + "&AWSAccessKeyId=REDACTED&X-Goog-Signature=REDACTED",
    "https://h?code=a&key=b&sid=c&session=d&client_secret=e&userPassword=f,"
        + " https://h?code=REDACTED&key=REDACTED&sid=REDACTED&session=REDACTED"
        + "&client_secret=REDACTED&userPassword=REDACTED",
    "https://h?author=a&keyboard=b&postcode=c, https://h?author=a&keyboard=b&postcode=c",
    "/relative?password=a=b, /relative?password=REDACTED",
    "http://h?%=1&token, http://h?%=1&token",
    "http://h/sk-proj-abcdefghij12345/x?q=is%20AKIAIOSFODNN7EXAMPLE+ok&r=Bearer%20abcDEF123456,"
        + " http://h/[redacted key]/x?q=is%20[redacted key]+ok&r=[redacted]",
    "http://h/task-sk-proj?q=bearer+bonds, http://h/task-sk-proj?q=bearer+bonds",
  })
  void secrets_are_taken_out(String url, String expected) {
    assertThat(redaction.url(url)).isEqualTo(expected);
  }
}

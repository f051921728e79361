// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.alerting.config.HttpOptions;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.dispatch.HttpReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsCredentialsTest {
  @TempDir private Path home;

  private AwsCredentials credentials(String sigv4, Map<String, String> variables) throws Exception {
    NotifyConfig config =
        NotifyConfig.parse(
            "c.yml",
            "{route: {receiver: r}, receivers: [{name: r, sns_configs: [{topic_arn: t, sigv4: "
                + sigv4
                + "}]}]}");
    assertThat(config.warnings()).isEmpty();
    return AwsCredentials.of(
        config.receivers.get("r").integrations().get(0),
        new AwsCredentials.Environment(variables, home));
  }

  private void files() throws Exception {
    Path directory = Files.createDirectories(home.resolve(".aws"));
    Files.writeString(
        directory.resolve("config"),
        "[default]\nregion = us-east-1\n[profile ops]\nregion=eu-west-1\n");
    Files.writeString(
        directory.resolve("credentials"),
        """
        # two of them
        [default]
        aws_access_key_id = D
        aws_secret_access_key = d=

        [ops]
        aws_access_key_id=O
        aws_secret_access_key=o
        aws_session_token=t
        """);
  }

  @Test
  void theConfigurationIsFirst() throws Exception {
    files();
    assertThat(
            credentials(
                "{region: r, access_key: A, secret_key: s}",
                Map.of("AWS_ACCESS_KEY_ID", "E", "AWS_REGION", "e")))
        .isEqualTo(new AwsCredentials("r", "A", "s", ""));
  }

  @Test
  void thenAProfileByItsName() throws Exception {
    files();
    assertThat(credentials("{profile: ops}", Map.of("AWS_ACCESS_KEY_ID", "E")))
        .isEqualTo(new AwsCredentials("eu-west-1", "O", "o", "t"));
  }

  @Test
  void thenTheEnvironmentThenTheDefaultProfile() throws Exception {
    files();
    Map<String, String> variables =
        Map.of(
            "AWS_ACCESS_KEY_ID", "E",
            "AWS_SECRET_ACCESS_KEY", "e",
            "AWS_SESSION_TOKEN", "t",
            "AWS_DEFAULT_REGION", "eu-north-1");
    assertThat(credentials("{}", variables))
        .isEqualTo(new AwsCredentials("eu-north-1", "E", "e", "t"));
    assertThat(credentials("{}", Map.of()))
        .isEqualTo(new AwsCredentials("us-east-1", "D", "d=", ""));
    assertThat(credentials("{}", Map.of("AWS_PROFILE", "ops")).accessKey()).isEqualTo("O");
  }

  @Test
  void whatIsMissingIsToldWithTheWayOut() {
    assertThatThrownBy(() -> credentials("{}", Map.of()))
        .hasMessage("no region of AWS; set sigv4: region, or AWS_REGION");
    assertThatThrownBy(() -> credentials("{region: r}", Map.of()))
        .hasMessageStartingWith("no credentials of AWS; set sigv4: access_key and secret_key");
  }

  @Test
  void aRoleIsTakenOnForAMessage() throws Exception {
    try (HttpReceiver http = new HttpReceiver()) {
      http.answers.put(
          "/sts",
          "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>"
              + "<SecretAccessKey>se/cret+</SecretAccessKey><SessionToken>to/ken==</SessionToken>"
              + "</Credentials></AssumeRoleResult></AssumeRoleResponse>");
      NotifyConfig config =
          NotifyConfig.parse(
              "c.yml",
              "{route: {receiver: r}, receivers: [{name: r, sns_configs: [{topic_arn: t, message: m,"
                  + " subject: s, sigv4: {role_arn: 'arn:aws:iam::1:role/x', external_id: e}}]}]}");
      Map<String, String> variables =
          Map.of(
              "AWS_REGION", "eu-west-1",
              "AWS_ACCESS_KEY_ID", "OWN",
              "AWS_SECRET_ACCESS_KEY", "o",
              "AWS_ENDPOINT_URL_STS", http.url("/sts"),
              "AWS_ENDPOINT_URL_SNS", http.url("/sns"));
      new SnsIntegration(
              config.receivers.get("r").integrations().get(0),
              new Renderer(config::templates),
              new HttpSender(HttpOptions.DEFAULT, Duration.ofSeconds(30)),
              new AwsCredentials.Environment(variables, home),
              InstantSource.system())
          .send(PagerdutyV1Test.notification(true));
      assertThat(http.requests.get(0).body())
          .isEqualTo(
              "Action=AssumeRole&Version=2011-06-15&DurationSeconds=900&RoleSessionName=obs-agent"
                  + "&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx&ExternalId=e");
      assertThat(http.requests.get(0).headers().getFirst("Authorization"))
          .startsWith("AWS4-HMAC-SHA256 Credential=OWN/")
          .contains("/eu-west-1/sts/aws4_request, ");
      assertThat(http.requests.get(1).headers().getFirst("Authorization"))
          .startsWith("AWS4-HMAC-SHA256 Credential=ROLE/")
          .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ");
      assertThat(http.requests.get(1).headers().getFirst("X-Amz-Security-Token"))
          .isEqualTo("to/ken==");
    }
  }

  @Test
  void noTextOfThemShowsASecret() {
    assertThat(new AwsCredentials("r", "A", "secret", "token").toString()).isEqualTo("A@r");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A role that whoever notifies takes on for the time of a request.
 *
 * @param externalId what the role's owner wants to hear, or empty
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">API</a>
 */
record AwsRole(String arn, String externalId, AwsCredentials.Environment environment) {

  AwsCredentials assume(AwsCredentials own, HttpSender sender, Instant now)
      throws DeliveryException {
    URI url = URI.create(environment.endpoint("sts", own.region()));
    String form =
        "Action=AssumeRole&Version=2011-06-15&DurationSeconds=900&RoleSessionName=obs-agent"
            + "&RoleArn="
            + AwsSignature.encode(arn)
            + (externalId.isEmpty() ? "" : "&ExternalId=" + AwsSignature.encode(externalId));
    Map<String, String> headers = AwsSignature.post(url, form, "sts", own, now);
    HttpSender.Answer answer = sender.send("POST", Secret.of(url.toString()), form, headers);
    HttpSender.check(answer, answer.body().contains("Throttl"));
    return new AwsCredentials(
        own.region(),
        element(answer, "AccessKeyId"),
        element(answer, "SecretAccessKey"),
        element(answer, "SessionToken"));
  }

  private static String element(HttpSender.Answer answer, String name) throws DeliveryException {
    Matcher element =
        Pattern.compile("<" + name + ">\\s*([A-Za-z0-9+/=]+)\\s*</" + name + ">")
            .matcher(answer.body());
    if (!element.find()) {
      throw new DeliveryException("STS answers without " + name, false);
    }
    return element.group(1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.exporter.transport.HeaderValue;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The values of a header as one line (RFC 9110, 5.3): texts, secrets, contents of files. */
record HeaderText(List<String> values, List<Secret> secrets) implements HeaderValue {
  static HeaderText of(List<String> values) {
    return new HeaderText(List.copyOf(values), List.of());
  }

  static HeaderText read(YamlMap section) throws YamlException {
    List<Secret> secrets = new ArrayList<>();
    for (String secret : section.texts("secrets")) {
      secrets.add(Secret.of(secret));
    }
    for (String file : section.texts("files")) {
      secrets.add(Secret.inFile(file));
    }
    HeaderText text = new HeaderText(List.copyOf(section.texts("values")), secrets);
    section.close();
    return text;
  }

  @Override
  public String read() throws IOException {
    List<String> all = new ArrayList<>(values);
    for (Secret secret : secrets) {
      all.add(secret.read());
    }
    return String.join(", ", all);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;

/** Whom a TLS connection trusts; an empty file means the JVM's own certificates. */
public record TlsOptions(String caFile, boolean insecure) {
  static final TlsOptions DEFAULT = new TlsOptions("", false);

  static TlsOptions read(YamlMap section) throws YamlException {
    TlsOptions options =
        new TlsOptions(section.text("ca_file", ""), section.flag("insecure_skip_verify", false));
    section.ignore(
        java.util.Set.of("server_name", "min_version", "max_version"), "the JVM's setting applies");
    if (section.has("cert_file") || section.has("key_file") || section.has("cert")) {
      throw section.error(
          "cert_file", "client certificates are not supported; use authorization or basic_auth");
    }
    section.close();
    return options;
  }

  public boolean isDefault() {
    return equals(DEFAULT);
  }
}

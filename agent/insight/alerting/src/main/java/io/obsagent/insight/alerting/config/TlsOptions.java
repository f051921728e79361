// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tls_config}. Certificates are PEM or the path of a file; an empty authority means the
 * JVM's own.
 *
 * @param minVersion {@code TLS10} to {@code TLS13}, or empty; so {@code maxVersion}
 */
public record TlsOptions(
    String ca,
    String certificate,
    @Nullable Secret key,
    String serverName,
    boolean insecure,
    String minVersion,
    String maxVersion) {
  static final TlsOptions DEFAULT = new TlsOptions("", "", null, "", false, "", "");

  static TlsOptions read(YamlMap section) throws YamlException {
    TlsOptions options =
        new TlsOptions(
            either(section, "ca"),
            either(section, "cert"),
            HttpOptions.secret(section, "key"),
            section.text("server_name", ""),
            section.flag("insecure_skip_verify", false),
            section.text("min_version", ""),
            section.text("max_version", ""));
    if (options.certificate.isEmpty() != (options.key == null)) {
      throw section.error("cert_file", "a client certificate needs cert_file and key_file");
    }
    try {
      TlsSettings.protocols(options.minVersion, options.maxVersion);
    } catch (IllegalArgumentException e) {
      throw section.error("min_version", String.valueOf(e.getMessage()));
    }
    section.close();
    return options;
  }

  private static String either(YamlMap section, String key) throws YamlException {
    if (section.has(key) && section.has(key + "_file")) {
      throw section.error(key, "give " + key + " or " + key + "_file, not both");
    }
    return section.has(key) ? section.text(key, "") : section.text(key + "_file", "");
  }

  public boolean isDefault() {
    return equals(DEFAULT);
  }

  /** For the one who connects. */
  public TlsSettings settings() {
    return new TlsSettings(
        ca,
        certificate,
        key == null ? "" : key.source(),
        serverName,
        insecure,
        TlsSettings.protocols(minVersion, maxVersion));
  }
}

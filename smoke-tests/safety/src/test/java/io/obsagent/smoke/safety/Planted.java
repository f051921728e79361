// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Secrets of each kind, and what must not be seen of them anywhere. */
final class Planted {
  static final String TEXT =
      "password=hunter2secret card 4111 1111 1111 1111 Bearer hunter2Abc123Def456"
          + " eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
          + " AKIAIOSFODNN7EXAMPLE patient bob iban=DE89370400440532013000 a.b@example.org"
          + " \u001b[31m";

  static final String[] SECRETS = {
    "hunter2",
    "4111 1111",
    "eyJhbGci",
    "AKIAIOSFODNN7EXAMPLE",
    "patient bob",
    "DE8937",
    "a.b@example.org",
    "\u001b[31m"
  };

  /** Those that are known without an option. */
  static final String[] ALWAYS = {
    "hunter2", "4111 1111", "eyJhbGci", "AKIAIOSFODNN7EXAMPLE", "\u001b[31m"
  };

  private Planted() {}

  /** The agent's, with what else is a secret. */
  static Path configuration(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("obs.yaml"),
        """
        logs:
          redact-emails: true
          redact-names: iban
          redact-patterns: ['(?i)patient [a-z]+']
        """);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.Unreadable;
import io.obsagent.yaml.YamlException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code check alertmanager FILE…}: whether the agent can notify as a configuration of Alertmanager
 * says, and what of it is left out here.
 */
public final class CheckAlertmanager implements Command {
  private static final int FINDINGS = 1;
  private static final int USAGE = 2;
  private static final int UNREADABLE = 3;

  @Override
  public String name() {
    return "check alertmanager";
  }

  @Override
  public String arguments() {
    return "FILE...";
  }

  @Override
  public String description() {
    return "Checks configurations of Alertmanager, and says what of them is left out here.";
  }

  @Override
  public int run(List<String> files, PrintStream out, PrintStream err) {
    if (files.isEmpty()) {
      err.println("usage: check alertmanager FILE...");
      return USAGE;
    }
    int worst = 0;
    for (String file : files) {
      worst = Math.max(worst, check(file, out, err));
    }
    return worst;
  }

  private static int check(String file, PrintStream out, PrintStream err) {
    out.println("Checking " + file);
    try {
      NotifyConfig config = NotifyConfig.load(Path.of(file));
      config.warnings().forEach(warning -> out.println("  NOTE: " + warning));
      if (config.leftOut() > 0) {
        out.flush();
        err.println("  FAILED: " + config.leftOut() + " of the ways to tell a receiver left out");
        return FINDINGS;
      }
      out.println("  SUCCESS: " + config.receiverNames().size() + " receivers");
      return 0;
    } catch (YamlException e) {
      err.println("  FAILED:");
      e.problems().forEach(problem -> err.println("    " + problem));
      return FINDINGS;
    } catch (IOException e) {
      err.println("  FAILED: " + file + ": cannot be read: " + Unreadable.reason(e));
      return UNREADABLE;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package com.acme.pipeline;

import java.util.List;

/** Builds, generates, validates and deploys once. */
public final class PipelineApplication {
  private PipelineApplication() {}

  public static void run() {
    Operations operations = new Operations();
    operations.start(new Operation("nightly"));
    PipelineRunner runner = new PipelineRunner();
    Pipeline pipeline = new Pipeline("shop", "0123456789abcdef");
    runner.run(pipeline, Stage.BUILD);
    try {
      runner.run(pipeline, Stage.TEST);
    } catch (IllegalStateException expected) {
      // A stage that fails.
    }
    CodeGenerator generator = new TemplateGenerator();
    generator.generate(new Request("REST", List.of("Order.java")));
    new StyleValidator().check("class Order {}");
    new Deployer().deploy("production", "1.2");
    new Report().publish("retail", "checkout", 17.5);
  }
}

record Operation(String name) {}

final class Operations {
  String start(Operation operation) {
    return "started " + operation.name();
  }
}

enum Stage {
  BUILD,
  TEST
}

record Pipeline(String name, String commit) {}

record Outcome(String status) {}

final class PipelineRunner {
  Outcome run(Pipeline pipeline, Stage stage) {
    if (stage == Stage.TEST) {
      throw new IllegalStateException(pipeline.name() + ": a test failed");
    }
    return new Outcome("ok");
  }
}

record Request(String type, List<String> files) {}

interface CodeGenerator {
  String generate(Request request);
}

final class TemplateGenerator implements CodeGenerator {
  @Override
  public String generate(Request request) {
    return String.join(",", request.files());
  }
}

interface Validator {
  boolean check(String source);
}

final class StyleValidator implements Validator {
  @Override
  public boolean check(String source) {
    return source.startsWith("class");
  }
}

final class Deployer {
  String deploy(String environment, String version) {
    return environment + ' ' + version;
  }
}

final class Report {
  private double last;

  void publish(String unit, String team, double value) {
    last = Math.max(value, unit.length() + team.length());
  }

  double last() {
    return last;
  }
}

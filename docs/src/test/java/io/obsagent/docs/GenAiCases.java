// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which SDK runs which case of the kit for AI, read from the tests' sources: a case is left out
 * where it needs what the SDK's test says that the SDK has not.
 */
final class GenAiCases {
  /** In this order: the most that is true of both is the lesser. */
  enum Runs {
    NOT,
    IN_PART,
    ALL
  }

  /** Of answers, and of turns. */
  static final List<String> OF_ANSWERS = List.of("GenAiKit", "GenAiStreamKit", "GenAiContentKit");

  static final List<String> OF_TURNS = List.of("GenAiTalkKit", "GenAiTalkContentKit");

  private static final Path KIT = Path.of("agent/testing/src/main/java/io/obsagent/testing");
  private static final Pattern CASE =
      Pattern.compile("@Test\n  void (\\w+)\\(\\)[^{]*\\{\n(.*?)\n  }\n", Pattern.DOTALL);
  private static final Pattern ASSUMED = Pattern.compile("assumeTrue\\(!?(\\w+)\\(\\)");

  /** Pulled or pushed. */
  private static final String ANY_STREAM = "any stream";

  /** What the kit calls a client by, and the client's method, which may be none. */
  private static final Map<String, String> CALLS =
      Map.of(" later(", "askLater", " open(", "stream", " push(", "push", " pullMany(", ANY_STREAM);

  /** What a test has to say that its SDK has it. */
  private static final Set<String> LACKED =
      Set.of("limitHeaders", "limitedTurn", "push", "withoutChoices");

  private GenAiCases() {}

  /** What each case needs, by its name; in the order of the kit's classes. */
  static Map<String, List<String>> needs(List<String> kit) throws IOException {
    Map<String, List<String>> needs = new LinkedHashMap<>();
    for (String name : kit) {
      Path file = Documents.ROOT.resolve(KIT).resolve(name + ".java");
      Matcher test = CASE.matcher(Files.readString(file));
      while (test.find()) {
        List<String> needed = new ArrayList<>();
        ASSUMED.matcher(test.group(2)).results().forEach(found -> needed.add(found.group(1)));
        CALLS.forEach(
            (call, method) -> {
              if (test.group(2).contains(call) || test.group(2).contains('(' + call.strip())) {
                needed.add(method);
              }
            });
        needs.put(test.group(1), needed);
      }
    }
    return needs;
  }

  /**
   * The sources of each test that runs the kit, by the module's name.
   *
   * @param kit its first class is the one that tests extend
   */
  static Map<String, List<String>> kits(List<String> kit) throws IOException {
    Map<String, List<String>> kits = new TreeMap<>();
    Path modules = Documents.ROOT.resolve("instrumentations");
    List<Path> sources;
    try (Stream<Path> files = Files.walk(modules)) {
      sources = files.filter(GenAiCases::isTest).sorted().toList();
    }
    for (Path source : sources) {
      String text = Files.readString(source);
      if (source.toString().endsWith("KitTest.java") && runsKit(kit.get(0), source, text)) {
        String module = modules.relativize(source).getName(0).toString();
        kits.computeIfAbsent(module, name -> new ArrayList<>()).add(withUsed(source, text));
      }
    }
    return kits;
  }

  private static boolean isTest(Path file) {
    return file.toString().contains("/src/test/java/") && file.toString().endsWith(".java");
  }

  private static boolean runsKit(String kit, Path source, String text) throws IOException {
    Matcher parent = Pattern.compile("class \\w+ extends (\\w+) \\{").matcher(text);
    if (!parent.find()) {
      return false;
    }
    Path own = source.resolveSibling(parent.group(1) + ".java");
    return parent.group(1).equals(kit)
        || Files.exists(own) && runsKit(kit, own, Files.readString(own));
  }

  /** With the classes beside it that it names: what it extends, and its clients. */
  private static String withUsed(Path source, String text) throws IOException {
    StringBuilder all = new StringBuilder(text);
    try (Stream<Path> files = Files.list(source.getParent())) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        boolean used = Pattern.compile("(extends|new) " + name + "\\b").matcher(text).find();
        if (used && !file.equals(source)) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  /** Whether tests of a module run a case: all, none, or some of them or of its versions. */
  static Runs of(List<String> kits, List<String> needs) {
    List<Runs> each = new ArrayList<>();
    for (String kit : kits) {
      each.add(needs.stream().map(need -> has(kit, need)).min(Runs::compareTo).orElse(Runs.ALL));
    }
    Runs least = Collections.min(each);
    return least == Collections.max(each) ? least : Runs.IN_PART;
  }

  private static Runs has(String kit, String need) {
    if (need.equals(ANY_STREAM)) {
      Runs pulled = has(kit, "stream");
      Runs pushed = has(kit, "push");
      return pulled.compareTo(pushed) > 0 ? pulled : pushed;
    }
    Matcher told =
        Pattern.compile("\\b" + need + "\\([^)]*\\)[^{;]*\\{\n(.*?)\n *}\n", Pattern.DOTALL)
            .matcher(kit);
    if (need.equals("isPriced") && !kit.contains(" isPriced()")) {
      return has(kit, "modelTold");
    }
    if (need.equals("refusalsTellLimits") && !kit.contains(" refusalsTellLimits()")) {
      return has(kit, "limitHeaders");
    }
    if (!told.find()) {
      return LACKED.contains(need) ? Runs.NOT : Runs.ALL;
    }
    String body = told.group(1).strip();
    if (body.equals("return false;") || body.equals("return null;")) {
      return Runs.NOT;
    }
    boolean decides =
        body.contains("return null;") || body.contains(": null;") || isOfVersions(kit, need, body);
    return decides ? Runs.IN_PART : Runs.ALL;
  }

  private static boolean isOfVersions(String kit, String need, String body) {
    return kit.contains("boolean " + need + "()") && !body.equals("return true;");
  }
}

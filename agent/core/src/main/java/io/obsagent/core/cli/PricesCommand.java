// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.config.ConfigLoader;
import io.obsagent.core.prices.ModelPrice;
import io.obsagent.core.prices.ModelPrices;
import io.obsagent.core.prices.PriceOptions;
import io.obsagent.core.prices.TokenKind;
import io.obsagent.core.prices.Tokens;
import io.obsagent.spi.cli.Command;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows by which prices an agent that were started here and now would count. */
final class PricesCommand implements Command {
  private static final String TIER = "tier";
  private static final String PROVIDER = "provider";
  private static final long MAX_TOKENS = 1_000_000_000_000L;

  @Override
  public String name() {
    return "prices";
  }

  @Override
  public String arguments() {
    return "[MODEL] [--provider NAME] [--input N] [--output N] [--tier NAME]";
  }

  @Override
  public String description() {
    return "Shows what AI models cost, in USD per million tokens, or what a call would cost.";
  }

  @Override
  public String details() {
    return """
        Without a model, all there are, one a line. The prices of the user (ai.prices) win. The model may
        be named as an answer names it: with a date, a region, a fine-tuned one's owner.

          --provider NAME      only this provider: openai, aws.bedrock, ... (gen_ai.provider.name)
          --input N            tokens in, all of them; --output N: tokens out
          --cache-read N       the part of the input that came from a cache; also --cache-write,
                               --cache-write-1h, --input-audio, --cache-read-audio, --input-image
          --reasoning N        the part of the output that was thought; also --output-audio, --output-image
          --tier NAME          batch, flex or priority

        A model that has no price is a finding: its calls would be counted without a cost.
        """;
  }

  /** What is asked. */
  private static final class Question {
    @Nullable String model;
    @Nullable String provider;
    String tier = "";
    Tokens.@Nullable Set tokens;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    Question question = new Question();
    try {
      read(arguments, question);
    } catch (IllegalArgumentException e) {
      err.println("obs-agent prices: " + e.getMessage() + "; see prices --help");
      return USAGE;
    }
    AgentConfig config = ConfigLoader.load("");
    config.register(List.of(PriceOptions.LIST));
    config.registerSections(List.of(PriceOptions.TREE));
    ModelPrices prices = new ModelPrices(PriceOptions.own(config));
    List<String> problems =
        config.findProblems().stream().filter(line -> line.contains("price")).toList();
    problems.forEach(err::println);
    int found =
        question.model == null ? list(prices, question, out) : show(prices, question, out, err);
    return problems.isEmpty() ? found : FINDINGS;
  }

  private static void read(List<String> arguments, Question question) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-")) {
        if (question.model != null) {
          throw new IllegalArgumentException("one model at a time, not also '" + argument + "'");
        }
        question.model = name(argument);
        continue;
      }
      String flag = argument.startsWith("--") ? argument.substring(2) : argument;
      TokenKind kind = kind(flag);
      if (kind == null && !flag.equals(TIER) && !flag.equals(PROVIDER)) {
        throw new IllegalArgumentException("unknown flag '" + argument + "'");
      }
      if (++i == arguments.size()) {
        throw new IllegalArgumentException(argument + " needs a value");
      }
      set(question, argument, kind, arguments.get(i));
    }
    if (question.model == null && (question.tokens != null || !question.tier.isEmpty())) {
      throw new IllegalArgumentException("of which model?");
    }
    if (question.tokens != null) {
      checkParts(question.tokens);
    }
    if (question.tokens == null && !question.tier.isEmpty()) {
      throw new IllegalArgumentException("--tier goes with tokens: --input N");
    }
  }

  private static String name(String text) {
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a model's name is not blank, and has no control characters");
    }
    return text;
  }

  private static void checkParts(Tokens tokens) {
    for (TokenKind kind : TokenKind.values()) {
      if (tokens.count(kind) > tokens.count(kind.whole())) {
        throw new IllegalArgumentException(
            flag(kind) + " is a part of " + flag(kind.whole()) + ", which is less");
      }
    }
  }

  private static String flag(TokenKind kind) {
    return "--" + kind.word().replace('_', '-');
  }

  private static void set(Question question, String flag, @Nullable TokenKind kind, String value) {
    if (kind != null) {
      Tokens.Set tokens = question.tokens == null ? new Tokens.Set() : question.tokens;
      question.tokens = tokens.with(kind, count(flag, value));
    } else if (flag.endsWith(TIER)) {
      question.tier = value.toLowerCase(Locale.ROOT);
    } else {
      question.provider = value;
    }
  }

  private static @Nullable TokenKind kind(String flag) {
    for (TokenKind kind : TokenKind.values()) {
      if (flag(kind).equals("--" + flag)) {
        return kind;
      }
    }
    return null;
  }

  private static long count(String flag, String text) {
    try {
      long count = Long.parseLong(text);
      if (count >= 0 && count <= MAX_TOKENS) {
        return count;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        flag + " needs a number of tokens, 0 to " + MAX_TOKENS + ", not '" + text + "'");
  }

  private static int list(ModelPrices prices, Question question, PrintStream out) {
    int shown = 0;
    for (Map.Entry<String, ModelPrice> entry : prices.all().entrySet()) {
      String name = entry.getKey();
      if (question.provider == null || name.startsWith(question.provider + ' ')) {
        out.printf("%-72s %s%n", name, entry.getValue().lines().get(0));
        shown++;
      }
    }
    out.println();
    out.println(shown + " names, in USD per million tokens. " + ModelPrices.source());
    return shown == 0 ? FINDINGS : OK;
  }

  private static int show(ModelPrices prices, Question question, PrintStream out, PrintStream err) {
    String model = String.valueOf(question.model);
    Map<String, ModelPrice> found = new TreeMap<>();
    if (question.provider == null) {
      found.putAll(prices.everywhere(model));
    } else {
      ModelPrice price = prices.of(question.provider, model);
      if (price != null) {
        found.put(question.provider, price);
      }
    }
    if (found.isEmpty()) {
      String where = question.provider == null ? "" : " of " + question.provider;
      err.println(
          "obs-agent prices: '"
              + model
              + "'"
              + where
              + " has no price; give it one with ai.prices: "
              + model
              + "=INPUT/OUTPUT");
      return FINDINGS;
    }
    boolean known = true;
    long now = Instant.now().getEpochSecond();
    for (Map.Entry<String, ModelPrice> entry : found.entrySet()) {
      out.println((entry.getKey().isEmpty() ? "ai.prices" : entry.getKey()) + ' ' + model);
      entry.getValue().lines().forEach(line -> out.println("  " + line));
      if (question.tokens != null) {
        double usd = entry.getValue().usd(question.tokens, question.tier, now);
        known &= !Double.isNaN(usd);
        out.println(
            Double.isNaN(usd)
                ? "  no price is known of the tier '" + question.tier + "'"
                : "  = " + String.format(Locale.ROOT, "%.6f", usd) + " USD");
      }
    }
    out.println(ModelPrices.source());
    return known ? OK : FINDINGS;
  }
}

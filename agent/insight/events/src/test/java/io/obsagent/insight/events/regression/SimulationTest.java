// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the check is wrong, and how often it finds what is there, on deployments made by
 * chance: traffic with the time of day in it, errors that come in bursts, latencies that drift.
 */
class SimulationTest {
  private static final int BEFORE = 48;
  private static final int AFTER = 12;
  private static final int ROUTES = 5;

  /** What the deployment does to the first route. */
  private record Effect(double errors, double p95, double requests, double cpu) {
    static final Effect NONE = new Effect(1, 1, 1, 1);
  }

  private static final class Service {
    final Random random;
    final double[] requestsPerBlock = new double[ROUTES];
    final double[] errorShare = new double[ROUTES];
    final double[] p95 = new double[ROUTES];
    final double[] mood = new double[ROUTES];
    final double[] pace = new double[ROUTES];
    final double day;
    final double noise;
    final boolean bursts;

    /**
     * @param slowest requests a second of a route
     * @param fewest share of requests that fail
     * @param noise of a block, as a share
     */
    Service(Random random, double slowest, double fewest, double noise, boolean bursts) {
      this.random = random;
      this.noise = noise;
      this.bursts = bursts;
      day = random.nextDouble() * 2 * Math.PI;
      for (int i = 0; i < ROUTES; i++) {
        requestsPerBlock[i] = 150 * between(slowest, 50);
        errorShare[i] = between(fewest, 0.05);
        p95[i] = between(0.005, 2);
      }
    }

    private double between(double low, double high) {
      return low * Math.exp(random.nextDouble() * Math.log(high / low));
    }

    /** Correlated with the block before. */
    private double next(double[] state, int i) {
      state[i] = 0.7 * state[i] + Math.sqrt(0.51) * random.nextGaussian();
      return state[i];
    }

    private double poisson(double mean) {
      if (mean > 50) {
        return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
      }
      double limit = Math.exp(-mean);
      int count = -1;
      for (double product = 1; product > limit; product *= random.nextDouble()) {
        count++;
      }
      return Math.max(0, count);
    }

    List<RouteBlocks> blocks(int from, int count, Effect effect) {
      double[][] requests = new double[ROUTES + 1][count];
      double[][] errors = new double[ROUTES + 1][count];
      double[][] latency = new double[ROUTES + 1][count];
      double[] cpu = new double[count];
      for (int block = 0; block < count; block++) {
        double sun = Math.sin(day + (from + block) * 2 * Math.PI / 576);
        for (int i = 0; i < ROUTES; i++) {
          boolean hit = i == 0;
          double n = poisson(requestsPerBlock[i] * (1 + 0.4 * sun) * (hit ? effect.requests() : 1));
          double burst = bursts && random.nextInt(20) == 0 ? 5 : 1;
          double share =
              errorShare[i]
                  * Math.exp(4 * noise * next(mood, i))
                  * burst
                  * (hit ? effect.errors() : 1);
          double sampling = 0.5 * Math.sqrt(0.0475 / Math.max(20, n)) / 0.103;
          requests[i + 1][block] = n;
          errors[i + 1][block] = Math.min(n, poisson(n * Math.min(1, share)));
          latency[i + 1][block] =
              p95[i]
                  * (1 + 0.1 * sun)
                  * Math.exp(noise * next(pace, i) + sampling * random.nextGaussian())
                  * (hit ? effect.p95() : 1);
          requests[0][block] += n;
          errors[0][block] += errors[i + 1][block];
          latency[0][block] = Math.max(latency[0][block], latency[i + 1][block]);
        }
        cpu[block] =
            requests[0][block] * 0.004 * Math.exp(0.05 * random.nextGaussian()) * effect.cpu();
      }
      List<RouteBlocks> all = new ArrayList<>();
      for (int i = 0; i <= ROUTES; i++) {
        double[] none = {};
        all.add(
            new RouteBlocks(
                i == 0 ? "" : "r" + i,
                requests[i],
                errors[i],
                latency[i],
                i == 0 ? cpu : none,
                none));
      }
      return all;
    }

    List<RegressionCheck.Finding> deploy(Effect effect) {
      List<RouteBlocks> before = blocks(0, BEFORE, Effect.NONE);
      blocks(BEFORE, 2, Effect.NONE);
      return RegressionCheck.find(before, blocks(BEFORE + 2, AFTER, effect));
    }
  }

  private static int found(String what, Effect effect, boolean bursts) {
    int found = 0;
    for (int seed = 0; seed < 200; seed++) {
      Service service = new Service(new Random(1_000 + seed), 10, 0.005, 0.03, bursts);
      found +=
          service.deploy(effect).stream()
                  .anyMatch(each -> each.what().equals(what) && each.route().equals("r1"))
              ? 1
              : 0;
    }
    return found;
  }

  @Test
  void ofAThousandDeploymentsThatChangeNothingAtMostTenAreBlamed() {
    int blamed = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      double noise = new double[] {0.03, 0.08, 0.15}[seed % 3];
      Service service = new Service(new Random(seed), 0.05, 0.001, noise, true);
      blamed += service.deploy(Effect.NONE).isEmpty() ? 0 : 1;
    }
    System.out.println("[regression] blamed without a change: " + blamed + " of 1000");
    assertThat(blamed).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "errors,   2,   1,   1,   false, 170",
    "errors,   2,   1,   1,   true,  110",
    "p95,      1,   1.3, 1,   true,  170",
    "requests, 1,   1,   0.2, true,  190",
  })
  void whatIsThereIsFound(
      String what, double errors, double p95, double requests, boolean bursts, int least) {
    int found = found(what, new Effect(errors, p95, requests, 1), bursts);
    System.out.println("[regression] " + what + " found: " + found + " of 200, bursts " + bursts);
    assertThat(found).isGreaterThanOrEqualTo(least);
  }

  @Test
  void moreCpuForTheSameIsFound() {
    int found = 0;
    for (int seed = 0; seed < 100; seed++) {
      Service service = new Service(new Random(seed), 1, 0.005, 0.03, true);
      found +=
          service.deploy(new Effect(1, 1, 1, 1.5)).stream().anyMatch(f -> f.what().equals("cpu"))
              ? 1
              : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(95);
  }

  @Test
  void whatIsRareOrUnknownIsNotJudged() {
    Service service = new Service(new Random(7), 1, 0.001, 0.03, true);
    java.util.Arrays.fill(service.requestsPerBlock, 0.2);
    assertThat(service.deploy(new Effect(10, 10, 1, 10))).isEmpty();
    assertThat(RegressionCheck.find(List.of(), List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // From tables of the distribution.
    "0, 5, 0.5",
    "2.015, 5, 0.05",
    "3.365, 5, 0.01",
    "1.697, 30, 0.05",
    "3.646, 30, 0.0005",
    "6.314, 1, 0.05",
    "-2.015, 5, 0.95",
  })
  void studentsDistributionIsAsTablesHaveIt(double t, double df, double tail) {
    assertThat(StudentT.above(t, df)).isCloseTo(tail, within(tail * 0.002));
  }
}

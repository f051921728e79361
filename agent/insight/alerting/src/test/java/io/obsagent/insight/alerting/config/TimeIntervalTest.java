// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeIntervalTest {
  private static TimeInterval interval(String yaml) throws YamlException {
    return TimeIntervalReader.read(YamlMap.of(YamlReader.read("t.yml", yaml), new ArrayList<>()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "{}|2020-01-01T00:00:00Z|true",
        "{weekdays: ['monday:friday'], times: [{start_time: '09:00', end_time: '17:00'}]}|2020-07-10T12:00:00Z|true",
        "{weekdays: ['monday:friday'], times: [{start_time: '09:00', end_time: '17:00'}]}|2020-07-10T17:00:00Z|false",
        "{weekdays: ['monday:friday'], times: [{start_time: '09:00', end_time: '17:00'}]}|2020-07-10T09:00:00Z|true",
        "{weekdays: ['monday:friday'], times: [{start_time: '09:00', end_time: '17:00'}]}|2020-07-12T12:00:00Z|false",
        "{times: [{start_time: '17:00', end_time: '24:00'}]}|2020-07-12T23:59:59Z|true",
        "{days_of_month: ['1:10'], months: ['may'], years: ['2020:2021']}|2020-05-04T00:00:00Z|true",
        "{days_of_month: ['1:10'], months: ['may'], years: ['2020:2021']}|2020-04-30T00:00:00Z|false",
        "{days_of_month: ['-10:-1']}|2020-05-21T00:00:00Z|false",
        "{days_of_month: ['-10:-1']}|2020-05-22T00:00:00Z|true",
        "{days_of_month: ['-3:-1'], months: ['february']}|2020-02-27T13:00:00Z|true",
        "{days_of_month: ['-3:-1'], months: ['february']}|2021-02-25T13:00:00Z|false",
        "{days_of_month: ['31:31'], months: ['february']}|2021-02-28T13:00:00Z|false",
        "{days_of_month: ['20:-5']}|2021-02-24T13:00:00Z|true",
        "{days_of_month: ['20:-5']}|2021-02-25T13:00:00Z|false",
        "{months: ['june:august', 'december']}|2021-12-25T13:00:00Z|true",
        "{months: ['6:8']}|2021-09-01T00:00:00Z|false",
        "{weekdays: [sunday]}|2021-12-26T00:00:00Z|true",
        "{times: [{start_time: '09:00', end_time: '10:00'}], location: Australia/Sydney}|2021-12-25T22:30:00Z|true",
        "{times: [{start_time: '09:00', end_time: '10:00'}], location: Australia/Sydney}|2021-12-25T09:30:00Z|false"
      })
  void holdsATimeAsAlertmanagerDoes(String yaml, String time, boolean expected)
      throws YamlException {
    assertThat(interval(yaml).contains(Instant.parse(time))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "{times: [{start_time: '25:00', end_time: '26:00'}]}|is no time of day",
        "{times: [{start_time: '10:00', end_time: '09:00'}]}|must be before end_time",
        "{weekdays: ['funday']}|'funday' is not valid in weekdays",
        "{weekdays: ['1']}|'1' is not valid in weekdays",
        "{days_of_month: ['0']}|0 is no day of a month",
        "{days_of_month: ['32']}|'32' is not valid in days_of_month",
        "{days_of_month: ['-5:5']}|must end there as well",
        "{months: ['march:january']}|ends before it starts",
        "{location: Mars/Base}|is no time zone",
        "{weekday: [monday]}|did you mean 'weekdays'?"
      })
  void refusesWhatIsNoInterval(String yaml, String message) {
    assertThatThrownBy(() -> interval(yaml))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("t.yml:1: ")
        .hasMessageContaining(message);
  }

  @Test
  void aMaintenanceWindowOpensAtItsCronTimeInItsOwnZone() {
    MaintenanceWindow window =
        new MaintenanceWindow(
            "weekly", List.of(), Cron.parse("0 2 * * sun"), Duration.ofHours(2), ZoneOffset.UTC);
    assertThat(window.isOpen(Instant.parse("2026-01-04T01:59:59Z"))).isFalse();
    assertThat(window.isOpen(Instant.parse("2026-01-04T02:00:00Z"))).isTrue();
    assertThat(window.isOpen(Instant.parse("2026-01-04T03:59:59Z"))).isTrue();
    assertThat(window.isOpen(Instant.parse("2026-01-04T04:00:00Z"))).isFalse();
    MaintenanceWindow berlin =
        new MaintenanceWindow(
            "b",
            List.of(),
            Cron.parse("*/30 2-3 1,15 * *"),
            Duration.ofMinutes(5),
            ZoneId.of("Europe/Berlin"));
    assertThat(berlin.isOpen(Instant.parse("2026-07-15T00:34:00Z"))).isTrue();
    assertThat(berlin.isOpen(Instant.parse("2026-07-15T02:34:00Z"))).isFalse();
    assertThatThrownBy(() -> Cron.parse("61 * * * *")).hasMessageContaining("0 to 59 is");
  }
}

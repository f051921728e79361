// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Map<String, String> LABELS = Map.of("instance", "a:9464", "job", "shop");

  private static String render(String text) throws TemplateException {
    Scope scope = Scope.ofRule(LABELS, 0.1234, Map.of("region", "eu"), "http://host:9090/prefix");
    return Template.parse("test", text).render(scope.now(Instant.ofEpochSecond(1353755652)));
  }

  private static String over(String text, Object... dot) throws TemplateException {
    return Template.parse("test", text).render(Scope.of(new ArrayList<>(List.of(dot))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain {text}~plain {text}",
        "{{ 1 }}~1",
        "{{ $labels.instance }} is {{ $value | humanizePercentage }}~a:9464 is 12.34%",
        "{{ .Labels.job }}{{ .Labels.none }}|{{ .ExternalLabels.region }}~shop|eu",
        "a {{- /* quiet */ -}} b~ab",
        "a {{- 1 -}} b~a1b",
        "{{ if eq $labels.job \"x\" \"shop\" }}y{{ else }}n{{ end }}~y",
        "{{ if false }}1{{ else if gt $value 0.5 }}2{{ else }}3{{ end }}~3",
        "{{ with $labels.none }}x{{ else }}none{{ end }}~none",
        "{{ with $x := 5 }}{{ $x }}{{ . }}{{ end }}~55",
        "{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}~instance=a:9464;job=shop;",
        "{{ range $i, $e := stringSlice \"a\" \"b\" }}{{ $i }}{{ $e }}{{ end }}~0a1b",
        "{{ range stringSlice }}x{{ else }}empty{{ end }}~empty",
        "{{ range stringSlice \"a\" \"b\" \"c\" }}{{ if eq . \"b\" }}{{ break }}{{ end }}{{ . }}{{ end }}~a",
        "{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}~2",
        "{{define \"x\"}}{{.arg0}} {{.arg1}}{{end}}{{template \"x\" (args 1 \"2\")}}~1 2",
        "{{block \"b\" 7}}<{{.}}>{{end}}~<7>",
        "{{ define \"a\" }}x{{ end }}{{ $name := \"a\"}}{{ tmpl $name . }}~x",
        "{{ printf \"%05.1f|%-4s|%q|%x|%+d|%v%%\" 2.25 \"ab\" \"q\\\"\" 255 7 true }}~002.2|ab  |\"q\\\"\"|ff|+7|true%",
        "{{ printf \"%d\" \"x\" }}{{ printf \"%s\" }}~%!d(string=x)%!s(MISSING)",
        "{{ and 1 0 }}{{ or \"\" \"b\" }}{{ not true }}~0bfalse",
        "{{ len \"añb\" }} {{ index (stringSlice \"a\" \"b\") 1 }} {{ slice \"hello\" 1 3 }}~4 b el",
        "{{ 1e6 }} {{ 123456.0 }} {{ 0.00001 }} {{ 0.1 }} {{ 1234567.0 }}~1e+06 123456 1e-05 0.1 1.234567e+06",
        "{{ \"a\\tb\" }}{{ `r\\n` }}{{ 'a' }}~a\tbr\\n97",
        "{{ reReplaceAll \"(a)b\" \"x$1\" \"ab\" }} {{ reReplaceAll \"b\" \"$$-${0}\" \"abc\" }}~xa a$-bc",
        "{{ match \"a+\" \"aa\" }} {{ match \"a+\" \"b\" }}~true false",
        "{{ \"aa bb CC-dd\" | title }} {{ toUpper \"aB\" }} {{ toLower \"aB\" }}~Aa Bb CC-Dd AB ab",
        "{{ stringSlice \"x\" \"y\" | join \", \" }}~x, y",
        "{{ graphLink \"a b\" }} {{ tableLink \"up\" }}~/graph?g0.expr=a+b&g0.tab=0 /graph?g0.expr=up&g0.tab=1",
        "{{ externalURL }} {{ pathPrefix }}~http://host:9090/prefix /prefix",
        "{{ toJson (dict \"b\" 1 \"a\" (list \"x<\" nil true 1.5)) }}~{\"a\":[\"x\\u003c\",null,true,1.5],\"b\":1}",
        "{{ range append (list 1) 2 3 }}{{ . }},{{ end }}~1,2,3,",
        "{{ base64encode \"a?b>\" }} {{ base64decode \"YT9iPg==\" }}~YT9iPg== a?b>",
        "{{ urlQueryEscape \"a b&c\" }}~a+b%26c",
        "{{ (toDate \"2006-01-02 15:04\" \"2024-02-29 13:45\").Unix }}~1709214300",
        "{{ (toDate \"Jan _2, 2006 3:04 PM -0700\" \"Feb  9, 2024 1:45 pm +0130\").Unix }}~1707480900",
        "{{ (toDate \"2006-01-02T15:04:05Z07:00\" \"2024-02-29T13:45:06.25Z\").UnixMilli }}~1709214306250",
        "{{ (toDate \"2006-01-02\" \"no date\").IsZero }}~true",
        "{{ now }}~1.353755652e+09",
        "{{ (now | toTime).Format \"Mon Jan 2 15:04:05 2006\" }}~Sat Nov 24 11:14:12 2012",
        "{{ (\"-30m\" | parseDuration | toDuration | (now | toTime).Add).UnixMilli }}~1353753852000",
        "{{ toTime 0 | since }} {{ (1800 | toDuration).String }}~376043h14m12s 30m0s",
        "{{ toTime 0 | tz \"Europe/Berlin\" | date \"2006-01-02T15:04:05.000Z07:00 MST\" }}~1970-01-01T01:00:00.000+01:00 CET",
        "{{ printf \"%0.2f\" (parseDuration \"-1h2m10ms\") }}~-3720.01",
        "{{ \"foo.example.com\" | stripDomain }} {{ \"foo.example.com:1\" | stripDomain }}~foo foo:1",
        "{{ \"[2001:DB8::1]:1\" | stripPort }} {{ \"[2001:DB8::1]::1\" | stripPort }}~2001:DB8::1 [2001:DB8::1]::1",
        "{{ \"192.0.2.1:1\" | stripDomain }} {{ \"2001:DB8::1\" | stripPort }}~192.0.2.1:1 2001:DB8::1",
        "{{ \"1435065584.128\" | humanizeTimestamp }}~2015-06-23 13:19:44.128 +0000 UTC",
        "{{ $labels }} {{ stringSlice \"a\" \"b\" }}~map[instance:a:9464 job:shop] [a b]",
        "{{ html \"<a>\" }} {{ urlquery \"a b&c\" }} {{ js \"it's\" }}~&lt;a&gt; a+b%26c it\\'s"
      })
  void rendersAsGoDoes(String text, String expected) throws TemplateException {
    assertThat(render(text)).isEqualTo(expected);
  }

  @Test
  void numbersAreHumanizedAsPrometheusDoes() throws TemplateException {
    assertThat(over("{{ range . }}{{ humanize . }}:{{ end }}", 0.0, 1.0, 1234567.0, .12, "1e3"))
        .isEqualTo("0:1:1.235M:120m:1k:");
    assertThat(over("{{ range . }}{{ humanize1024 . }}:{{ end }}", 0.0, 1048576.0, .12, 1234567L))
        .isEqualTo("0:1Mi:0.12:1.177Mi:");
    assertThat(
            over(
                "{{ range . }}{{ humanizeDuration . }}:{{ end }}",
                0.0,
                1.0,
                60.0,
                86400.0 + 3600,
                -(86400.0 * 2 + 3600 * 3 + 60 * 4 + 5),
                899.99))
        .isEqualTo("0s:1s:1m 0s:1d 1h 0m 0s:-2d 3h 4m 5s:14m 59s:");
    assertThat(
            over(
                "{{ range . }}{{ humanizeDuration . }}:{{ end }}",
                .1,
                .0001,
                .12345,
                1.2345,
                12.345))
        .isEqualTo("100ms:100us:123.5ms:1.234s:12.35s:");
    assertThat(over("{{ range . }}{{ humanizePercentage . }}:{{ end }}", -0.22222, 1234567L))
        .isEqualTo("-22.22%:1.235e+08%:");
    assertThat(
            over(
                "{{ range . }}{{ humanize . }} {{ humanizeTimestamp . }}:{{ end }}", "+Inf", "NaN"))
        .isEqualTo("+Inf +Inf:NaN NaN:");
  }

  @Test
  void queriesGoThroughTheInjectedFunctionOnly() throws TemplateException {
    QueryFunction query =
        expression ->
            List.of(
                new QuerySample(Map.of("instance", "b"), 21),
                new QuerySample(Map.of("instance", "a"), 11));
    Scope scope = Scope.ofRule(Map.of(), 1).query(query);
    assertThat(
            Template.parse(
                    "t",
                    "{{ range query \"m\" | sortByLabel \"instance\" }}{{.Labels.instance}}:{{.Value}} "
                        + "{{end}}{{ query \"m\" | first | value }} {{ query \"m\" | first | label \"instance\" }}")
                .render(scope))
        .isEqualTo("a:11 b:21 21 b");
    assertThatThrownBy(() -> render("{{ query \"m\" }}"))
        .hasMessage("template: test:1: function \"query\" is not available here");
  }

  @Test
  void htmlOutputEscapesEveryValueThatIsNotMarkedSafe() throws TemplateException {
    Scope scope = Scope.of(Map.of("x", "<b onclick='x'>\"&", "url", "javascript:alert(1)")).html();
    assertThat(Template.parse("t", "<p>{{ .x }}</p>").render(scope))
        .isEqualTo("<p>&lt;b onclick=&#39;x&#39;&gt;&#34;&amp;</p>");
    assertThat(Template.parse("t", "{{ \"<b>\" | safeHtml }}").render(scope)).isEqualTo("<b>");
    assertThat(Template.parse("t", "<a href=\"{{ .url }}\">").render(scope))
        .isEqualTo("<a href=\"#blocked\">");
    assertThat(Template.parse("t", "<a href=\"{{ \"http://h/?a=1&b\" }}\">").render(scope))
        .isEqualTo("<a href=\"http://h/?a=1&amp;b\">");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      value = {
        "{{~template: test:1: unclosed action",
        "{{ nope 1 }}~template: test:1: function \"nope\" not defined",
        "{{ $nope }}~template: test:1: undefined variable \"$nope\"",
        "{{ if true }}~template: test:1: unexpected EOF: {{end}} is missing",
        "{{ end }}~template: test:1: unexpected {{end}}",
        "{{ }}~template: test:1: missing value for command",
        "{{ \"a~template: test:1: unterminated quoted string",
        "{{ 1 | 2 }}~template: test:1: non executable command in pipeline stage 2",
        "{{ .Foo }}~template: test:1: can't evaluate field Foo",
        "{{ $labels.job.x }}~template: test:1: can't evaluate field x in type string",
        "{{ stringSlice | first }}~template: test:1: error calling first: first() called on vector with no elements",
        "{{ humanize \"one\" }}~template: test:1: error calling humanize: parsing \"one\": invalid syntax",
        "{{ template \"none\" }}~template: test:1: template \"none\" not defined",
        "{{ define \"r\" }}{{ template \"r\" }}{{ end }}{{ template \"r\" }}~template: test:1: templates call each other deeper than 50",
        "{{ match \"(\" \"a\" }}~template: test:1: error calling match: error parsing regexp: error parsing regexp: missing closing ): `(`"
      })
  void errorsNameTemplateAndLine(String text, String message) {
    assertThatThrownBy(() -> render(text))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  @Test
  void stepsAndOutputAreLimited() {
    assertThatThrownBy(
            () -> render("{{ range $i := 1000000 }}{{ range 1000000 }}{{ end }}{{ end }}"))
        .hasMessage("template: test: takes more than 200000 steps");
    assertThatThrownBy(
            () ->
                render(
                    "{{ $x := \"aaaaaaaaaa\" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}{{ $x }}"))
        .isInstanceOf(TemplateException.class);
    assertThatThrownBy(
            () ->
                render(
                    "{{ $x := stringSlice \"a\" }}{{ range 40 }}{{ $x = args $x $x $x $x }}{{ end }}"
                        + "{{ range 100 }}{{ print $x }}{{ end }}"))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void definitionsOfALibraryCanBeCalledAndOverridden() throws TemplateException {
    Template library =
        Template.parse(
            "lib", "{{ define \"a\" }}A{{ template \"b\" }}{{ end }}{{ define \"b\" }}B{{ end }}");
    Template own = Template.parse("own", "{{ define \"b\" }}own{{ end }}{{ template \"a\" . }}");
    assertThat(own.withDefinitionsOf(library).render(Scope.of(null))).isEqualTo("Aown");
  }
}

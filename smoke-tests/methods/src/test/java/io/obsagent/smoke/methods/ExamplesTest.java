// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.agents.AgentsApplication;
import com.acme.business.BusinessApplication;
import com.acme.operations.OperationsApplication;
import com.acme.pipeline.PipelineApplication;
import com.acme.workflows.WorkflowApplication;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each file of docs/examples with an application that has what it names. */
@ExtendWith(AgentExtension.class)
class ExamplesTest {
  private static void use(String example) throws IOException {
    Path file = Path.of(System.getProperty("docs.examples"), "methods-" + example + ".yaml");
    MethodsFile.write(Files.readString(file));
  }

  private static void hasSeries(String... series) {
    Recorded.await(
        () -> Recorded.seriesNames().containsAll(Set.of(series)),
        () -> {
          assertThat(Recorded.seriesNames()).contains(series);
          return "";
        });
  }

  @Test
  void pipeline() throws Exception {
    use("pipeline");
    PipelineApplication.run();
    hasSeries(
        "operation_duration_seconds_count{operation=\"nightly\",outcome=\"success\"}",
        "pipeline_executions_total{pipeline=\"shop\",stage=\"BUILD\",status=\"ok\"}",
        "pipeline_executions_total{pipeline=\"shop\",stage=\"TEST\",status=\"failed\"}",
        "pipeline_duration_seconds_count{pipeline=\"shop\",stage=\"BUILD\"}",
        "code_generation_requests_total{complexity=\"low\",request_type=\"rest\"}",
        "code_generation_duration_count{request_type=\"rest\"}",
        "validation_checks_total{passed=\"true\"}",
        "deployment_attempts_total{environment=\"production\",outcome=\"ok\"}",
        "business_events_total{event=\"deployment\"}",
        "custom_business_metric{business_unit=\"retail\",team=\"checkout\"}");
  }

  @Test
  void workflows() throws Exception {
    use("workflows");
    WorkflowApplication.run();
    hasSeries(
        "workflow_executions_total{engine_type=\"langgraph\",status=\"completed\",workflow_name=\"invoice\"}",
        "workflow_execution_duration_seconds_count{engine_type=\"langgraph\",workflow_name=\"invoice\"}",
        "workflow_queue_size",
        "engine_calls_total{engine_type=\"langgraph\",operation=\"start\",status=\"success\"}",
        "engine_call_duration_seconds_count{engine_type=\"langgraph\",operation=\"start\"}",
        "logins_total{outcome=\"ok\"}",
        "workflows_created_total");
    assertThat(Recorded.metric("workflow_queue_size")).isEqualTo(1);
  }

  @Test
  void agents() throws Exception {
    use("agents");
    AgentsApplication.run();
    String agent = "{agent_id=\"a-1\",agent_type=\"auditor\"}";
    hasSeries(
        "workflows_active{agent_id=\"a-1\",workflow_type=\"audit\"}",
        "workflows_completed_total{agent_id=\"a-1\",outcome=\"ok\",workflow_type=\"audit\"}",
        "workflow_duration_seconds_count{workflow_type=\"audit\"}",
        "workflow_error_rate{workflow_type=\"audit\"}",
        "messages_sent_total{destination=\"a-1\"}",
        "messages_received_total{destination=\"a-1\"}",
        "message_latency_seconds_count{destination=\"a-1\"}",
        "connection_pool_size",
        "allocations_active",
        "allocation_success_rate",
        "resource_utilization{resource=\"gpu\"}",
        "quota_usage_percentage{resource=\"gpu\"}",
        "task_completion_rate" + agent,
        "agent_availability" + agent,
        "analysis_accuracy" + agent,
        "processing_time_count" + agent,
        "authentication_attempts_total{outcome=\"ok\"}",
        "authorization_denials_total{action=\"delete\"}",
        "security_incidents_total{kind=\"port-scan\"}",
        "compliance_violations_total{rule=\"retention\"}");
    assertThat(Recorded.metric("resource_utilization{resource=\"gpu\"}")).isEqualTo(0.25);
    assertThat(Recorded.metric("agent_availability" + agent)).isEqualTo(1);
    assertThat(Recorded.metric("workflows_active{agent_id=\"a-1\",workflow_type=\"audit\"}"))
        .isZero();
  }

  @Test
  void business() throws Exception {
    use("business");
    BusinessApplication.run();
    hasSeries(
        "monthly_recurring_revenue_euros",
        "revenue_euros_total{plan=\"pro\"}",
        "customer_satisfaction_score_count",
        "active_users",
        "api_usage_total{endpoint=\"/orders\",plan=\"free\"}");
    assertThat(Recorded.metric("revenue_euros_total{plan=\"pro\"}")).isEqualTo(1_303.5);
  }

  @Test
  void operations() throws Exception {
    use("operations");
    OperationsApplication.run();
    String registration = "{operation=\"user_registration\",status=";
    hasSeries(
        "business_operations_total" + registration + "\"success\"}",
        "business_operations_total" + registration + "\"error\"}",
        "business_operation_duration_seconds_count" + registration + "\"success\"}",
        "queue_size{queue=\"mail\"}",
        "user_actions_total{action_type=\"registered\",user_tier=\"gold\"}",
        "business_events_total{event=\"user_action\"}");
  }
}

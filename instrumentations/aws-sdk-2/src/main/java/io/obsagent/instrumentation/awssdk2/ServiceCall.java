// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awssdk2;

import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.Operation;
import io.obsagent.spi.telemetry.RpcOperation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.client.handler.ClientExecutionParams;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/**
 * A call, from the client's handler until there is an answer: that of a database for DynamoDB.
 * Where it is another's part, as of a model call by Bedrock, only its context goes along.
 *
 * @param operation or null
 * @param context of attempts, on whichever thread
 */
record ServiceCall(@Nullable Operation operation, Context context) {
  /** Goes with the call through the library. */
  private static final ExecutionAttribute<ServiceCall> ATTRIBUTE =
      new ExecutionAttribute<>("io.obsagent.ServiceCall");

  private static final DbTarget DYNAMO_DB = DbTarget.documents("aws.dynamodb");
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system.name");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> REGION = AttributeKey.stringKey("cloud.region");
  private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("aws.request_id");
  private static final AttributeKey<List<String>> TABLES =
      AttributeKey.stringArrayKey("aws.dynamodb.table_names");

  /** Names of a batch beyond these are not told. */
  private static final int MAX_TABLES = 16;

  static @Nullable ServiceCall of(ExecutionAttributes attributes) {
    return attributes.getAttribute(ATTRIBUTE);
  }

  /** Starts a call and makes it current, until {@link #detach}. */
  static @Nullable ServiceCall begin(Object handler, ClientExecutionParams<?, ?> params) {
    Service service = Service.OF_HANDLERS.get(handler);
    String name = params.getOperationName();
    if (service == null || name == null) {
      return null;
    }
    Operation operation = start(service, name, params.getInput());
    ServiceCall call =
        new ServiceCall(operation, operation == null ? Context.current() : operation.context());
    params.putExecutionAttribute(ATTRIBUTE, call);
    if (operation != null) {
      operation.attach();
    }
    return call;
  }

  private static @Nullable Operation start(Service service, String name, SdkRequest request) {
    if (service.name().equals(Service.BEDROCK) && GenAiOperation.current() != null) {
      return null;
    }
    if (service.name().equals(Service.DYNAMO_DB)) {
      return database(service, name, request);
    }
    RpcOperation operation = RpcOperation.startApiCall(service.call(name));
    if (operation != null) {
      Span span = operation.span();
      span.setAttribute(SERVICE, service.name());
      set(span, REGION, service.region());
      if (service.key() != null) {
        set(span, service.key(), service.about(request));
      }
    }
    return operation;
  }

  private static @Nullable Operation database(Service service, String name, SdkRequest request) {
    List<String> tables = tables(service, request);
    String table = tables.size() == 1 ? tables.get(0) : null;
    DbOperation operation =
        DbOperation.start(
            DYNAMO_DB,
            new DbStatement(null, table == null ? name : name + ' ' + table, name, table));
    if (operation != null) {
      Span span = operation.span();
      span.setAttribute(SYSTEM, service.call(name).system());
      span.setAttribute(METHOD, service.call(name).method());
      span.setAttribute(SERVICE, service.name());
      set(span, REGION, service.region());
      if (!tables.isEmpty()) {
        span.setAttribute(TABLES, tables);
      }
    }
    return operation;
  }

  /** Of a batch they are the keys of its items. */
  private static List<String> tables(Service service, SdkRequest request) {
    String table = service.about(request);
    if (table != null) {
      return List.of(table);
    }
    List<String> tables = new ArrayList<>();
    for (Object name :
        request.getValueForField("RequestItems", Map.class).orElse(Map.of()).keySet()) {
      if (tables.size() < MAX_TABLES) {
        tables.add(name.toString());
      }
    }
    return tables;
  }

  private static void set(Span span, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  void detach() {
    if (operation != null) {
      operation.detach();
    }
  }

  void answered(@Nullable SdkResponse response) {
    if (operation == null) {
      return;
    }
    if (response instanceof AwsResponse answer) {
      AwsResponseMetadata metadata = answer.responseMetadata();
      set(operation.span(), REQUEST_ID, metadata == null ? null : metadata.requestId());
    }
    operation.end(null);
  }

  void end(@Nullable Throwable failure) {
    if (operation == null || operation.ended()) {
      return;
    }
    if (failure instanceof AwsServiceException refusal) {
      refused(refusal);
    }
    operation.end(failure);
  }

  private void refused(AwsServiceException refusal) {
    if (operation == null) {
      return;
    }
    set(operation.span(), REQUEST_ID, refusal.requestId());
    AwsErrorDetails details = refusal.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    String told = code != null ? code : String.valueOf(refusal.statusCode());
    if (operation instanceof RpcOperation call) {
      call.status(told, true);
    } else if (operation instanceof DbOperation statement) {
      statement.responseStatus(told);
    }
  }

  /** Where the pipeline does not end the call, its future does: it was cancelled. */
  void endWith(CompletableFuture<?> future) {
    if (operation != null) {
      operation.endWith(future);
    }
  }
}

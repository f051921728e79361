// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Attribute keys of the OpenTelemetry semantic conventions: HTTP and database as declared stable,
 * GenAI as of its own repository, messaging and RPC as of their development.
 */
final class Attribute {
  static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
  static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = longKey("server.port");

  static final AttributeKey<String> HTTP_METHOD = stringKey("http.request.method");
  static final AttributeKey<String> HTTP_METHOD_ORIGINAL =
      stringKey("http.request.method_original");
  static final AttributeKey<String> HTTP_ROUTE = stringKey("http.route");
  static final AttributeKey<Long> HTTP_STATUS = longKey("http.response.status_code");
  static final AttributeKey<String> URL_FULL = stringKey("url.full");
  static final AttributeKey<String> URL_PATH = stringKey("url.path");
  static final AttributeKey<String> URL_QUERY = stringKey("url.query");
  static final AttributeKey<String> URL_SCHEME = stringKey("url.scheme");
  static final AttributeKey<String> URL_TEMPLATE = stringKey("url.template");
  static final AttributeKey<String> PROTOCOL_VERSION = stringKey("network.protocol.version");
  static final AttributeKey<String> CLIENT_ADDRESS = stringKey("client.address");

  static final AttributeKey<String> DB_SYSTEM = stringKey("db.system.name");
  static final AttributeKey<String> DB_NAMESPACE = stringKey("db.namespace");
  static final AttributeKey<String> DB_COLLECTION = stringKey("db.collection.name");
  static final AttributeKey<String> DB_OPERATION = stringKey("db.operation.name");
  static final AttributeKey<Long> DB_BATCH_SIZE = longKey("db.operation.batch.size");
  static final AttributeKey<String> DB_QUERY_TEXT = stringKey("db.query.text");
  static final AttributeKey<String> DB_QUERY_SUMMARY = stringKey("db.query.summary");
  static final AttributeKey<String> DB_STATUS = stringKey("db.response.status_code");

  /** The conventions have only the rows that a query returns. */
  static final AttributeKey<Long> DB_ROWS = longKey("obs.db.affected_rows");

  /** Those that the application has read. */
  static final AttributeKey<Long> DB_RETURNED_ROWS = longKey("db.response.returned_rows");

  static final AttributeKey<Double> DB_FETCH = doubleKey("obs.db.fetch_seconds");

  /** How often the trace has run the statement, told once, when it is too often. */
  static final AttributeKey<Long> DB_REPEATED = longKey("obs.db.repeated");

  static final AttributeKey<Boolean> DB_REUSED = AttributeKey.booleanKey("obs.db.statement_reused");

  /** The first key of a command of Redis, where that is wanted. */
  static final AttributeKey<String> DB_KEY = stringKey("obs.db.key");

  static final AttributeKey<String> DB_KEY_HASH = stringKey("obs.db.key_hash");

  /** Of commands that went together, each key once. */
  static final AttributeKey<List<String>> DB_KEYS = stringArrayKey("obs.db.keys");

  static final AttributeKey<List<String>> DB_KEY_HASHES = stringArrayKey("obs.db.key_hashes");

  static final AttributeKey<String> AI_OPERATION = stringKey("gen_ai.operation.name");
  static final AttributeKey<String> AI_PROVIDER = stringKey("gen_ai.provider.name");
  static final AttributeKey<String> AI_REQUEST_MODEL = stringKey("gen_ai.request.model");
  static final AttributeKey<Boolean> AI_STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
  static final AttributeKey<Long> AI_MAX_TOKENS = longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Double> AI_TEMPERATURE = doubleKey("gen_ai.request.temperature");
  static final AttributeKey<Double> AI_TOP_P = doubleKey("gen_ai.request.top_p");
  static final AttributeKey<Long> AI_TOP_K = longKey("gen_ai.request.top_k");
  static final AttributeKey<Long> AI_RETRIEVAL_TOP_K = longKey("gen_ai.retrieval.top_k");
  static final AttributeKey<Double> AI_FREQUENCY_PENALTY =
      doubleKey("gen_ai.request.frequency_penalty");
  static final AttributeKey<Double> AI_PRESENCE_PENALTY =
      doubleKey("gen_ai.request.presence_penalty");
  static final AttributeKey<Long> AI_SEED = longKey("gen_ai.request.seed");
  static final AttributeKey<Long> AI_CHOICES = longKey("gen_ai.request.choice.count");
  static final AttributeKey<List<String>> AI_STOP =
      AttributeKey.stringArrayKey("gen_ai.request.stop_sequences");
  static final AttributeKey<String> AI_AGENT_ID = stringKey("gen_ai.agent.id");
  static final AttributeKey<String> AI_AGENT_NAME = stringKey("gen_ai.agent.name");
  static final AttributeKey<String> AI_WORKFLOW_NAME = stringKey("gen_ai.workflow.name");
  static final AttributeKey<String> AI_TOOL_NAME = stringKey("gen_ai.tool.name");
  static final AttributeKey<String> AI_TOOL_TYPE = stringKey("gen_ai.tool.type");
  static final AttributeKey<String> AI_TOOL_CALL_ID = stringKey("gen_ai.tool.call.id");
  static final AttributeKey<String> AI_CONVERSATION_ID = stringKey("gen_ai.conversation.id");
  static final AttributeKey<String> AI_PREVIOUS_RESPONSE =
      stringKey("gen_ai.request.previous_response.id");
  static final AttributeKey<String> AI_OUTPUT_TYPE = stringKey("gen_ai.output.type");
  static final AttributeKey<String> AI_REASONING_LEVEL =
      stringKey("gen_ai.request.reasoning.level");
  static final AttributeKey<String> AI_DATA_SOURCE = stringKey("gen_ai.data_source.id");
  static final AttributeKey<String> AI_RESPONSE_ID = stringKey("gen_ai.response.id");
  static final AttributeKey<String> AI_RESPONSE_MODEL = stringKey("gen_ai.response.model");
  static final AttributeKey<List<String>> AI_FINISH_REASONS =
      stringArrayKey("gen_ai.response.finish_reasons");
  static final AttributeKey<Double> AI_FIRST_CHUNK =
      doubleKey("gen_ai.response.time_to_first_chunk");
  static final AttributeKey<Long> AI_INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> AI_OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> AI_CACHE_READ_TOKENS =
      longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<Long> AI_CACHE_WRITE_TOKENS =
      longKey("gen_ai.usage.cache_write.input_tokens");
  static final AttributeKey<Long> AI_REASONING_TOKENS =
      longKey("gen_ai.usage.reasoning.output_tokens");

  static final AttributeKey<Long> AI_AUDIO_INPUT_TOKENS =
      longKey("gen_ai.usage.audio.input_tokens");
  static final AttributeKey<Long> AI_AUDIO_OUTPUT_TOKENS =
      longKey("gen_ai.usage.audio.output_tokens");
  static final AttributeKey<Long> AI_IMAGE_INPUT_TOKENS =
      longKey("gen_ai.usage.image.input_tokens");
  static final AttributeKey<Long> AI_IMAGE_OUTPUT_TOKENS =
      longKey("gen_ai.usage.image.output_tokens");

  /** Content, by option. */
  static final AttributeKey<String> AI_INSTRUCTIONS = stringKey("gen_ai.system_instructions");

  static final AttributeKey<String> AI_INPUT_MESSAGES = stringKey("gen_ai.input.messages");
  static final AttributeKey<String> AI_OUTPUT_MESSAGES = stringKey("gen_ai.output.messages");
  static final AttributeKey<String> AI_TOOL_ARGUMENTS = stringKey("gen_ai.tool.call.arguments");
  static final AttributeKey<String> AI_TOOL_RESULT = stringKey("gen_ai.tool.call.result");

  /** Names of conventions 1.36 and 1.41, by option. */
  static final AttributeKey<String> AI_SYSTEM = stringKey("gen_ai.system");

  static final AttributeKey<Long> AI_CACHE_CREATION_TOKENS =
      longKey("gen_ai.usage.cache_creation.input_tokens");

  /** What the conventions have no attribute for, or only for one provider. */
  static final AttributeKey<String> AI_REQUEST_TIER = stringKey("obs.gen_ai.request.service_tier");

  static final AttributeKey<String> AI_RESPONSE_TIER =
      stringKey("obs.gen_ai.response.service_tier");
  static final AttributeKey<Long> AI_RETRIES = longKey("obs.gen_ai.retries");
  static final AttributeKey<String> ALIAS_MODEL = stringKey("ai.model");
  static final AttributeKey<String> ALIAS_PROVIDER = stringKey("ai.provider");
  static final AttributeKey<Long> ALIAS_PROMPT = longKey("ai.prompt_length");

  /** Whether the application wanted no more of an answer before its end. */
  static final AttributeKey<Boolean> AI_LEFT = AttributeKey.booleanKey("obs.gen_ai.left_early");

  static final AttributeKey<Long> AI_DOCUMENTS = longKey("obs.gen_ai.retrieval.documents");
  static final AttributeKey<Double> AI_LOWEST_SCORE =
      doubleKey("obs.gen_ai.retrieval.lowest_score");
  static final AttributeKey<Double> AI_HIGHEST_SCORE =
      doubleKey("obs.gen_ai.retrieval.highest_score");

  /** In USD; the conventions have no attribute for it. */
  static final AttributeKey<Double> AI_COST = doubleKey("gen_ai.usage.cost");

  /**
   * What is <a
   * href="https://github.com/open-telemetry/semantic-conventions-genai/pull/443">proposed</a> for
   * it. The two exclude each other: a name cannot be an attribute and the prefix of others.
   */
  static final AttributeKey<Double> AI_COST_AMOUNT = doubleKey("gen_ai.usage.cost.amount");

  static final AttributeKey<String> AI_COST_CURRENCY = stringKey("gen_ai.usage.cost.currency");
  static final AttributeKey<String> AI_COST_SOURCE = stringKey("gen_ai.usage.cost.source");

  static final AttributeKey<String> MESSAGING_SYSTEM = stringKey("messaging.system");
  static final AttributeKey<String> MESSAGING_DESTINATION = stringKey("messaging.destination.name");
  static final AttributeKey<String> MESSAGING_OPERATION_NAME =
      stringKey("messaging.operation.name");
  static final AttributeKey<String> MESSAGING_OPERATION_TYPE =
      stringKey("messaging.operation.type");
  static final AttributeKey<String> MESSAGING_GROUP = stringKey("messaging.consumer.group.name");
  static final AttributeKey<String> MESSAGING_MESSAGE_ID = stringKey("messaging.message.id");
  static final AttributeKey<String> MESSAGING_PARTITION =
      stringKey("messaging.destination.partition.id");

  /** The conventions know no other log. */
  static final AttributeKey<Long> MESSAGING_OFFSET = longKey("messaging.kafka.offset");

  static final AttributeKey<Long> MESSAGING_BATCH_SIZE = longKey("messaging.batch.message_count");

  static final AttributeKey<String> AI_PROMPT_NAME = stringKey("gen_ai.prompt.name");
  static final AttributeKey<String> MCP_METHOD = stringKey("mcp.method.name");
  static final AttributeKey<String> MCP_RESOURCE = stringKey("mcp.resource.uri");
  static final AttributeKey<String> MCP_SESSION = stringKey("mcp.session.id");
  static final AttributeKey<String> MCP_VERSION = stringKey("mcp.protocol.version");

  /** The conventions have no attribute for it. */
  static final AttributeKey<String> MCP_SERVER = stringKey("obs.mcp.server.name");

  static final AttributeKey<String> JSONRPC_ID = stringKey("jsonrpc.request.id");
  static final AttributeKey<String> NETWORK_TRANSPORT = stringKey("network.transport");

  static final AttributeKey<String> RPC_SYSTEM = stringKey("rpc.system.name");
  static final AttributeKey<String> RPC_METHOD = stringKey("rpc.method");
  static final AttributeKey<String> RPC_STATUS = stringKey("rpc.response.status_code");

  private Attribute() {}
}

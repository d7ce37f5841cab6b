package io.finstage.server.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.finstage.client.Connected;
import io.finstage.client.Delivery;
import io.finstage.client.FeedEvent;
import io.finstage.client.Gap;
import io.finstage.client.PriceUpdate;
import io.finstage.client.Reconnecting;
import io.finstage.client.RequestRefused;
import io.finstage.client.SubscriptionResult;
import io.finstage.client.SymbolResult;
import io.finstage.client.UnsubscriptionResult;
import java.util.List;

/** What the SDK tells its user, in the words of the contract. */
final class SdkEvents {

  private SdkEvents() {}

  static JsonObject said(FeedEvent event) {
    return switch (event) {
      case Connected it -> {
        JsonObject said = type("welcome");
        said.addProperty("epoch", it.epoch());
        said.addProperty("server_version", it.serverVersion());
        yield said;
      }
      case SubscriptionResult it -> {
        JsonObject said = type("subscribed");
        said.add("delivery", delivery(it.delivery()));
        said.add("results", results(it.results()));
        yield said;
      }
      case UnsubscriptionResult it -> {
        JsonObject said = type("unsubscribed");
        said.add("results", results(it.results()));
        yield said;
      }
      case RequestRefused it -> error(it);
      case PriceUpdate it -> update(it);
      case Gap it -> {
        JsonObject said = type("gap");
        said.addProperty("symbol", it.symbol());
        said.addProperty("from_sequence", it.from());
        said.addProperty("to_sequence", it.to());
        said.addProperty("cause", it.cause().name());
        yield said;
      }
      case Reconnecting it -> closing(it);
    };
  }

  static JsonObject closing(Reconnecting lost) {
    JsonObject said = type("closing");
    said.addProperty("reason", lost.detail());
    said.addProperty("reconnect", true);
    return said;
  }

  private static JsonObject error(RequestRefused refused) {
    JsonObject said = type("error");
    said.addProperty("code", refused.code().name());
    said.addProperty("reason", refused.reason());
    said.addProperty("message", refused.message());
    JsonArray violations = new JsonArray();
    refused
        .violations()
        .forEach(violation -> {
          JsonObject json = new JsonObject();
          json.addProperty("field", violation.field());
          json.addProperty("description", violation.description());
          violations.add(json);
        });
    said.add("field_violations", violations);
    return said;
  }

  private static JsonObject update(PriceUpdate update) {
    JsonObject said = type("price_update");
    said.addProperty("symbol", update.symbol());
    said.addProperty("sequence", update.sequence());
    said.addProperty("snapshot", update.snapshot());
    said.addProperty("conflated", update.conflated());
    JsonObject data = new JsonObject();
    known(data, "price", update.price());
    known(data, "size", update.size());
    known(data, "bid", update.bid());
    known(data, "ask", update.ask());
    said.add("data", data);
    said.addProperty("timestamp", update.timestamp().toString());
    said.addProperty("received_at", update.receivedAt().toString());
    return said;
  }

  private static void known(JsonObject data, String name, double value) {
    if (!Double.isNaN(value)) {
      data.addProperty(name, value);
    }
  }

  private static JsonObject delivery(Delivery delivery) {
    JsonObject json = new JsonObject();
    switch (delivery) {
      case Delivery.Every every -> json.addProperty("mode", "EVERY");
      case Delivery.Latest latest -> json.addProperty("mode", "LATEST");
      case Delivery.Interval paced -> {
        json.addProperty("mode", "INTERVAL");
        json.addProperty("interval_ms", paced.interval().toMillis());
      }
    }
    return json;
  }

  private static JsonArray results(List<SymbolResult> results) {
    JsonArray list = new JsonArray();
    results.forEach(result -> {
      JsonObject json = new JsonObject();
      json.addProperty("symbol", result.symbol());
      json.addProperty("status", result.status().name());
      json.addProperty("sequence", result.sequence());
      json.addProperty("resumed", result.resumed());
      list.add(json);
    });
    return list;
  }

  private static JsonObject type(String name) {
    JsonObject said = new JsonObject();
    said.addProperty("type", name);
    return said;
  }
}

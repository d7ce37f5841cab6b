package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.Call;
import io.finstage.proto.v1.OperationsServiceGrpc;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.Reply;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallMethodsTest {

  private static final List<MethodDescriptor> METHODS =
      Stream.of(
              PriceServiceGrpc.getServiceDescriptor(),
              AnalysisServiceGrpc.getServiceDescriptor(),
              TaskServiceGrpc.getServiceDescriptor(),
              OperationsServiceGrpc.getServiceDescriptor())
          .map(it -> ((ProtoServiceDescriptorSupplier) it.getSchemaDescriptor()))
          .map(ProtoServiceDescriptorSupplier::getServiceDescriptor)
          .map(ServiceDescriptor::getMethods)
          .flatMap(List::stream)
          .filter(it -> !it.isClientStreaming())
          .filter(it -> !it.isServerStreaming() || it.getName().equals("AnalyzeSymbols"))
          .toList();

  @Test
  void everyMethodThatAnswersOnceAndTheAnalysisIsAFieldOfACallWithItsOwnMessages() {
    assertThat(types(Call.getDescriptor().getRealOneofs().getFirst().getFields()))
        .isEqualTo(types(MethodDescriptor::getInputType));
    assertThat(types(Reply.getDescriptor().getRealOneofs().getFirst().getFields()))
        .isEqualTo(types(MethodDescriptor::getOutputType));
  }

  @Test
  void aFieldHasTheSameNumberInACallAndInItsReply() {
    for (FieldDescriptor field : CallMethods.requests().getFields()) {
      assertThat(Reply.getDescriptor().findFieldByName(field.getName()).getNumber())
          .isEqualTo(field.getNumber());
    }
  }

  @Test
  void aMethodOfNoServiceIsNotFound() {
    CallMethods methods =
        CallMethods.of(List.of(new TaskServiceGrpc.TaskServiceImplBase() {}.bindService()));

    assertThat(methods.find(Call.getDescriptor().findFieldByName("get_task"))).isPresent();
    assertThat(methods.find(Call.getDescriptor().findFieldByName("list_bars"))).isEmpty();
  }

  private static Object types(List<FieldDescriptor> fields) {
    return fields.stream()
        .collect(Collectors.toMap(FieldDescriptor::getName, FieldDescriptor::getMessageType));
  }

  private static Object types(Function<MethodDescriptor, Object> type) {
    return METHODS.stream().collect(Collectors.toMap(it -> CallMethods.field(it.getName()), type));
  }
}

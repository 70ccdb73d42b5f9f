package dev.airgap.installer.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link ApiServer} of the run; started for the first, closed after the last.
 */
public final class SharedApiServer implements ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(SharedApiServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ApiServer.class;
  }

  @Override
  public ApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(ApiServer.class, type -> start(), ApiServer.class);
  }

  private static ApiServer start() {
    try {
      return ApiServer.start();
    } catch (Exception e) {
      throw new ParameterResolutionException("the API server did not start: " + e.getMessage(), e);
    }
  }
}

package dev.tern.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Marks a test with one [RandomGenerator] parameter that is run for several seeds.
///
/// The seed stands in the name of each run (`seed=…`); `-Dtern.seed=N` runs that seed alone. Tests
/// put the failing input into the message of their assertion.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Randomized.Seeds.class)
public @interface Randomized {
  /// How many seeds to run, counted from 1.
  int runs() default 20;

  /// One run for each seed.
  final class Seeds implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
      return context.getRequiredTestMethod().isAnnotationPresent(Randomized.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
        ExtensionContext context) {
      Long only = Long.getLong("tern.seed");
      int runs = context.getRequiredTestMethod().getAnnotation(Randomized.class).runs();
      return (only == null ? LongStream.rangeClosed(1, runs) : LongStream.of(only))
          .mapToObj(Run::new);
    }
  }

  /// One seed.
  ///
  /// @param seed of the generator that the test is given
  record Run(long seed) implements TestTemplateInvocationContext, ParameterResolver {
    @Override
    public String getDisplayName(int invocationIndex) {
      return "seed=" + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RandomGenerator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
  }
}

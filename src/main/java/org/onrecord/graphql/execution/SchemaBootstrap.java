package org.onrecord.graphql.execution;

import graphql.Directives;
import graphql.Scalars;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import io.smallrye.graphql.scalar.GraphQLScalarTypes;
import io.smallrye.graphql.schema.model.Argument;
import io.smallrye.graphql.schema.model.Operation;
import io.smallrye.graphql.spi.EventingService;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * Mends, before SmallRye GraphQL 2.17 builds the schema, what it gets wrong in it: an {@code Int} that takes texts and
 * fractions, scalars described by their own names, and lists of ids, which it cannot convert.
 *
 * <p>Loaded by SmallRye GraphQL through {@link java.util.ServiceLoader}.
 */
public final class SchemaBootstrap implements EventingService {

    /** Made by the service loader, before the schema is built. */
    public SchemaBootstrap() {
        GraphQLScalarTypes.registerCustomScalar("Int", Integer.class.getName(), Scalars.GraphQLInt);
        describe("Date", LocalDate.class, "A day as ISO 8601 writes it: `2025-03-24`.");
        describe("BigDecimal", BigDecimal.class, "A decimal number of any size and precision, written as a number.");
        describe(
                "DateTime",
                java.time.OffsetDateTime.class,
                "A moment as ISO 8601 writes it, with its offset from UTC: `2025-03-24T09:30:00Z`.");
    }

    private static void describe(String name, Class<?> javaType, String description) {
        Coercing<?, ?> coercing = GraphQLScalarTypes.getScalarByName(name).getCoercing();
        GraphQLScalarTypes.registerCustomScalar(
                name,
                javaType.getName(),
                GraphQLScalarType.newScalar()
                        .name(name)
                        .description(description)
                        .coercing(coercing)
                        .build());
    }

    @Override
    public String getConfigKey() {
        return null; // always on
    }

    /**
     * Leaves the specification's directives only: no field carries the library's own, and they bring a scalar with
     * them.
     */
    @Override
    public GraphQLSchema.Builder beforeSchemaBuild(GraphQLSchema.Builder builder) {
        return builder.clearDirectives()
                .additionalDirective(Directives.IncludeDirective)
                .additionalDirective(Directives.SkipDirective)
                .additionalDirective(Directives.DeprecatedDirective)
                .additionalDirective(Directives.SpecifiedByDirective);
    }

    @Override
    public Operation createOperation(Operation operation) {
        for (Argument argument : operation.getArguments()) {
            if (argument.getReference().getName().equals("ID")
                    && argument.getReference().getClassName().equals(List.class.getName())) {
                argument.getReference().setClassName(String.class.getName());
            }
        }
        return operation;
    }
}

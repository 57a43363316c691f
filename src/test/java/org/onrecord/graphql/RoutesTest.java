package org.onrecord.graphql;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onrecord.Ask;
import org.onrecord.RecordDatabase;

/**
 * Compares the routes of the running service with the list in {@code routes.txt}, which says who answers each: what an
 * extension brings is not always seen otherwise.
 */
@QuarkusTest
@QuarkusTestResource(RecordDatabase.class)
class RoutesTest {

    private static final Pattern ORDER = Pattern.compile("order=(-?\\d+)");

    @Inject
    Routers routers;

    @Test
    void hasTheRoutesThatAreListedAndNoOther() {
        List<String> listed = Ask.resource("/routes.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();

        assertTrue(listed.stream().allMatch(line -> line.matches(".+ : .+")), "each says who answers");
        assertEquals(
                String.join(
                        "\n",
                        listed.stream()
                                .map(line -> line.replaceFirst(" +: .*", ""))
                                .sorted()
                                .toList()),
                String.join("\n", routers.routes().stream().sorted().toList()));
    }

    /** Is told of the routers as they are made. */
    @Singleton
    static class Routers {

        private Router clients;
        private Router operators;

        void clients(@Observes Router router) {
            clients = router;
        }

        void operators(@Observes ManagementInterface management) {
            operators = management.router();
        }

        /** Each as: port, order, path, methods, and how many of the same there are. */
        List<String> routes() {
            return new TreeMap<>(Stream.concat(
                                    clients.getRoutes().stream().map(route -> "clients " + describe(route)),
                                    operators.getRoutes().stream().map(route -> "operators " + describe(route)))
                            .collect(groupingBy(route -> route, counting())))
                    .entrySet().stream()
                            .map(route -> route.getKey() + " x" + route.getValue())
                            .toList();
        }

        private static String describe(Route route) {
            Matcher order = ORDER.matcher(route.toString());
            String methods = route.methods() == null || route.methods().isEmpty()
                    ? "all"
                    : String.join(
                            ",",
                            route.methods().stream()
                                    .map(HttpMethod::name)
                                    .sorted()
                                    .toList());
            return (order.find() ? order.group(1) : "?")
                    + ' '
                    + (route.getPath() == null ? "*" : route.getPath())
                    + ' '
                    + methods;
        }
    }
}

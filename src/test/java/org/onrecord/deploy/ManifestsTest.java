package org.onrecord.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize makes of {@code deploy}, against the API of Kubernetes and against the rules for what runs there. */
@EnabledIf(
        value = "org.onrecord.deploy.Manifests#canRender",
        disabledReason = "neither kubectl nor kustomize is installed")
class ManifestsTest {

    private static final String DEV = "dev";
    private static final String PRODUCTION = "production";

    /** Kinds of operators for which there is no model: their fields are not checked here. */
    private static final Set<String> WITHOUT_MODEL = Set.of("postgresql.cnpg.io/v1", "barmancloud.cnpg.io/v1");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMAGE",
                "DATABASE_URL",
                "HOST",
                "TRUSTED_PROXIES",
                "BACKUP_PATH",
                "BACKUP_ENDPOINT",
                "TRACES_ENDPOINT",
                "RUNBOOK_URL"
            })
    void doesNotBuildWithoutASettingOfTheOperators(String missing) throws IOException {
        Manifests manifests = new Manifests(directory);
        manifests.takeAllComponents();
        for (String name : Manifests.SETTINGS.keySet()) {
            if (!name.equals(missing)) {
                manifests.fillIn(name, Manifests.SETTINGS.get(name));
            }
        }

        Programs.Outcome rendering = manifests.tryRender(PRODUCTION);

        assertNotEquals(0, rendering.exitCode());
        assertTrue(rendering.output().contains("data." + missing + "` is missing"), rendering.output());
    }

    @Test
    void needsNoMoreThanImageAndDatabaseWithoutFurtherComponents() throws IOException {
        Manifests manifests = new Manifests(directory);
        manifests.fillIn("IMAGE", Manifests.SETTINGS.get("IMAGE"));
        manifests.fillIn("DATABASE_URL", Manifests.SETTINGS.get("DATABASE_URL"));

        List<JsonNode> objects = manifests.render(PRODUCTION);

        JsonNode settings = one(objects, "ConfigMap").path("data");
        assertEquals(
                Manifests.SETTINGS.get("DATABASE_URL"),
                settings.path("QUARKUS_DATASOURCE_JDBC_URL").asText());
        for (JsonNode container : containers(one(objects, "Deployment"))) {
            assertEquals(
                    Manifests.SETTINGS.get("IMAGE"), container.path("image").asText());
        }
        assertEquals(2, replicasWithoutAutoscaler(manifests));
    }

    private static int replicasWithoutAutoscaler(Manifests manifests) throws IOException {
        manifests.leaveOut("autoscaling");
        return one(manifests.render(PRODUCTION), "Deployment")
                .at("/spec/replicas")
                .asInt();
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PRODUCTION})
    void fitsTheApiOfKubernetes(String overlay) throws IOException {
        for (JsonNode object : render(overlay)) {
            if (!WITHOUT_MODEL.contains(object.path("apiVersion").asText())) {
                checkAgainstModel(object);
            }
        }
    }

    @Test
    void findsUnknownFieldsAndWrongTypes() throws IOException {
        ObjectNode deployment = (ObjectNode) one(render(DEV), "Deployment");
        ObjectNode unknown = deployment.deepCopy();
        ((ObjectNode) unknown.path("spec").path("template").path("spec")).put("serviceAcountName", "onrecord");
        ObjectNode wrong = deployment.deepCopy();
        ((ObjectNode) wrong.path("spec")).put("minReadySeconds", "5");
        ObjectNode number = deployment.deepCopy();
        ((ObjectNode) number.path("metadata").path("labels")).put("version", 5);

        for (ObjectNode faulty : List.of(unknown, wrong, number)) {
            assertThrows(JsonProcessingException.class, () -> checkAgainstModel(faulty));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PRODUCTION})
    void locksEveryContainerDown(String overlay) throws IOException {
        for (JsonNode workload : workloads(render(overlay))) {
            JsonNode pod = pod(workload);
            assertFalse(pod.path("automountServiceAccountToken").asBoolean(true), workload::toString);
            assertFalse(pod.path("enableServiceLinks").asBoolean(true), workload::toString);
            assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
            assertTrue(pod.at("/securityContext/runAsUser").asInt() > 0);
            assertEquals(
                    "RuntimeDefault",
                    pod.at("/securityContext/seccompProfile/type").asText());
            for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
                assertFalse(pod.path(shared).asBoolean(false), shared);
            }
            pod.path("volumes").forEach(volume -> assertFalse(volume.has("hostPath"), volume::toString));
            for (JsonNode container : containers(workload)) {
                JsonNode security = container.path("securityContext");
                assertFalse(security.path("allowPrivilegeEscalation").asBoolean(true), container::toString);
                assertFalse(security.path("privileged").asBoolean(false), container::toString);
                assertTrue(security.path("readOnlyRootFilesystem").asBoolean(false), container::toString);
                assertEquals("[\"ALL\"]", security.at("/capabilities/drop").toString());
                assertTrue(security.at("/capabilities/add").isMissingNode());
                for (String size : List.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory")) {
                    assertTrue(container.path("resources").at(size).isTextual(), container::toString);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PRODUCTION})
    void namesEveryImageByVersionOrDigest(String overlay) throws IOException {
        for (JsonNode workload : workloads(render(overlay))) {
            for (JsonNode container : containers(workload)) {
                String image = container.path("image").asText();
                assertTrue(image.matches(".+(:[^:/]+|@sha256:[0-9a-f]{64})"), image);
                assertFalse(image.endsWith(":latest"), image);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PRODUCTION})
    void holdsNoSecret(String overlay) throws IOException {
        for (JsonNode object : render(overlay)) {
            assertNotEquals("Secret", object.path("kind").asText());
        }
        for (JsonNode workload : workloads(render(overlay))) {
            for (JsonNode container : containers(workload)) {
                for (JsonNode variable : container.path("env")) {
                    if (variable.path("name").asText().matches(".*(PASSWORD|SECRET|TOKEN|KEY).*")) {
                        assertTrue(variable.at("/valueFrom/secretKeyRef").isObject(), variable::toString);
                    }
                }
            }
        }
        for (JsonNode settings : notEmpty(all(render(overlay), "ConfigMap"))) {
            assertFalse(settings.path("data").toString().matches("(?is).*(password|secret|token)[\"a-z_]*[:=].*"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PRODUCTION})
    void probesTheManagementPort(String overlay) throws IOException {
        JsonNode service =
                pod(one(render(overlay), "Deployment")).path("containers").path(0);

        assertEquals("management", service.at("/readinessProbe/httpGet/port").asText());
        assertEquals(
                "/q/health/ready", service.at("/readinessProbe/httpGet/path").asText());
        for (String probe : List.of("startupProbe", "livenessProbe")) {
            assertEquals(
                    "management",
                    service.path(probe).path("httpGet").path("port").asText());
            assertEquals(
                    "/q/health/live",
                    service.path(probe).path("httpGet").path("path").asText());
        }
        assertTrue(service.path("ports").toString().contains("{\"containerPort\":9000,\"name\":\"management\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PRODUCTION})
    void selectsPodsByLabelsThatNeverChange(String overlay) throws IOException {
        List<JsonNode> objects = render(overlay);
        JsonNode deployment = one(objects, "Deployment");
        JsonNode selector = deployment.at("/spec/selector/matchLabels");

        Set<String> names = new HashSet<>();
        selector.fieldNames().forEachRemaining(names::add);
        assertEquals(Set.of("app.kubernetes.io/name", "app.kubernetes.io/component"), names);
        selector.properties()
                .forEach(label -> assertEquals(
                        label.getValue(),
                        deployment.at("/spec/template/metadata/labels").path(label.getKey())));
        assertEquals(selector, one(objects, "PodDisruptionBudget").at("/spec/selector/matchLabels"));
        assertEquals(selector, named(objects, "Service", "onrecord").at("/spec/selector"));
    }

    @Test
    void losesNothingInARollout() throws IOException {
        List<JsonNode> objects = render(PRODUCTION);
        JsonNode deployment = one(objects, "Deployment");

        assertEquals(
                0, deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1));
        assertTrue(
                one(objects, "HorizontalPodAutoscaler").at("/spec/minReplicas").asInt() >= 2);
        assertTrue(deployment.at("/spec/replicas").isMissingNode(), "the autoscaler sets it");
        assertTrue(pod(deployment).path("topologySpreadConstraints").size() > 0);
        String delay = named(objects, "ConfigMap", "onrecord")
                .at("/data/QUARKUS_SHUTDOWN_DELAY")
                .asText();
        int secondsForRequests = 10;
        assertTrue(pod(deployment).path("terminationGracePeriodSeconds").asInt()
                > Integer.parseInt(delay.replace("S", "")) + secondsForRequests);
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PRODUCTION})
    void migratesAsTheOwnerBeforeTheServiceStarts(String overlay) throws IOException {
        List<JsonNode> objects = render(overlay);
        JsonNode pod = pod(one(objects, "Deployment"));
        JsonNode migration = pod.path("initContainers").path(0);
        JsonNode service = pod.path("containers").path(0);

        assertEquals("[\"migrate\"]", migration.path("args").toString());
        assertEquals(service.path("image"), migration.path("image"));
        assertNotEquals(
                variable(service, "QUARKUS_DATASOURCE_USERNAME"), variable(migration, "QUARKUS_DATASOURCE_USERNAME"));
        assertEquals(
                "false",
                named(objects, "ConfigMap", "onrecord")
                        .at("/data/ONRECORD_DATABASE_MIGRATE_AT_START")
                        .asText());
    }

    @Test
    void routesNobodyToTheManagementPort() throws IOException {
        List<JsonNode> objects = render(PRODUCTION);

        assertEquals(
                "http",
                one(objects, "Ingress")
                        .at("/spec/rules/0/http/paths/0/backend/service/port/name")
                        .asText());
        assertEquals(
                80,
                one(objects, "HTTPRoute").at("/spec/rules/0/backendRefs/0/port").asInt());
    }

    @Test
    void letsTheServiceReachDnsItsDatabaseAndTracesAlone() throws IOException {
        JsonNode policy = named(render(PRODUCTION), "NetworkPolicy", "onrecord");

        assertSelectsTheService(policy);
        assertEquals(List.of("Ingress", "Egress"), texts(policy.at("/spec/policyTypes")));
        assertEquals(json("""
                [
                  {
                    "ports": [{ "port": 53, "protocol": "UDP" }, { "port": 53, "protocol": "TCP" }],
                    "to": [{
                      "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "kube-system" } },
                      "podSelector": { "matchLabels": { "k8s-app": "kube-dns" } }
                    }]
                  },
                  { "ports": [{ "port": 5432 }] },
                  { "ports": [{ "port": 4317 }] }
                ]"""), policy.at("/spec/egress"));
    }

    @Test
    void letsNobodyReachTheManagementPortButPrometheus() throws IOException {
        JsonNode policy = named(render(PRODUCTION), "NetworkPolicy", "onrecord");

        assertEquals(json("""
                [
                  { "ports": [{ "port": "http" }] },
                  {
                    "from": [{
                      "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "monitoring" } }
                    }],
                    "ports": [{ "port": "management" }]
                  }
                ]"""), policy.at("/spec/ingress"));
    }

    @Test
    void letsNobodyReachTheDatabaseThatTrustsButTheService() throws IOException {
        List<JsonNode> objects = render(DEV);
        JsonNode policy = named(objects, "NetworkPolicy", "postgresql");

        assertEquals(
                one(objects, "StatefulSet").at("/spec/selector"), policy.at("/spec/podSelector"), policy::toString);
        assertEquals(List.of("Ingress", "Egress"), texts(policy.at("/spec/policyTypes")));
        assertEquals(json("""
                [{
                  "from": [{ "podSelector": { "matchLabels": { "app.kubernetes.io/name": "onrecord" } } }],
                  "ports": [{ "port": "postgresql" }]
                }]"""), policy.at("/spec/ingress"));
        assertTrue(policy.at("/spec/egress").isMissingNode(), "it reaches nothing");
    }

    private static void assertSelectsTheService(JsonNode policy) {
        assertEquals(json("""
                        { "matchLabels": { "app.kubernetes.io/name": "onrecord" } }"""), policy.at("/spec/podSelector"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode json(String text) {
        try {
            return STRICT.readTree(text);
        } catch (JsonProcessingException fault) {
            throw new AssertionError(fault);
        }
    }

    private List<JsonNode> render(String overlay) throws IOException {
        return notEmpty(Manifests.filledIn(directory).render(overlay));
    }

    private static void checkAgainstModel(JsonNode object) throws JsonProcessingException {
        String key =
                object.path("apiVersion").asText() + '#' + object.path("kind").asText();
        Class<? extends KubernetesResource> model = MODELS.get(key);
        assertTrue(model != null, "no model of " + key);
        STRICT.readValue(object.toString(), model);
    }

    /** There are always some: what holds for each of them, holds for something. */
    private static List<JsonNode> workloads(List<JsonNode> objects) {
        return notEmpty(objects.stream()
                .filter(object -> object.at("/spec/template/spec").has("containers"))
                .toList());
    }

    private static List<JsonNode> notEmpty(List<JsonNode> found) {
        assertFalse(found.isEmpty());
        return found;
    }

    private static JsonNode pod(JsonNode workload) {
        return workload.at("/spec/template/spec");
    }

    private static List<JsonNode> containers(JsonNode workload) {
        List<JsonNode> containers = new ArrayList<>();
        Stream.of("initContainers", "containers")
                .forEach(kind -> pod(workload).path(kind).forEach(containers::add));
        return notEmpty(containers);
    }

    private static JsonNode variable(JsonNode container, String name) {
        for (JsonNode variable : container.path("env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable;
            }
        }
        throw new AssertionError(name + " is not set in " + container);
    }

    private static List<JsonNode> all(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    private static JsonNode one(List<JsonNode> objects, String kind) {
        List<JsonNode> found = all(objects, kind);
        assertEquals(1, found.size(), kind);
        return found.get(0);
    }

    /** The object of a kind whose name starts so: kustomize adds a hash to those that it generates. */
    private static JsonNode named(List<JsonNode> objects, String kind, String name) {
        return notEmpty(all(objects, kind)).stream()
                .filter(object -> object.at("/metadata/name").asText().matches(name + "(-[a-z0-9]{10})?"))
                .findFirst()
                .orElseThrow();
    }

    /** The models of all kinds on the class path, by API version and kind. */
    private static final Map<String, Class<? extends KubernetesResource>> MODELS = models();

    private static Map<String, Class<? extends KubernetesResource>> models() {
        Map<String, Class<? extends KubernetesResource>> models = new HashMap<>();
        for (KubernetesResource model : ServiceLoader.load(KubernetesResource.class)) {
            if (model instanceof HasMetadata object) {
                models.put(object.getApiVersion() + '#' + object.getKind(), model.getClass());
            }
        }
        return models;
    }

    /** Reads models so that what the API server would refuse or drop is a fault; by themselves they take any field. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> Stream.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .build();
}

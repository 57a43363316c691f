package org.onrecord.graphql.fault;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorHelper;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An error that is written as it stands; the library's own add their classification to the extensions. */
public record ShapedError(
        String message, List<Object> path, List<SourceLocation> locations, Map<String, Object> extensions)
        implements GraphQLError {

    /**
     * An error with its code before what else the extensions have.
     *
     * @param path of the field, or null
     * @param locations in the document, or null
     */
    static ShapedError of(
            String code, String message, List<Object> path, List<SourceLocation> locations, Map<String, Object> more) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code);
        extensions.putAll(more);
        return new ShapedError(message, path, locations, extensions);
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public List<Object> getPath() {
        return path;
    }

    @Override
    public List<SourceLocation> getLocations() {
        return locations;
    }

    @Override
    public ErrorClassification getErrorType() {
        return ErrorType.DataFetchingException;
    }

    @Override
    public Map<String, Object> getExtensions() {
        return extensions;
    }

    @Override
    public Map<String, Object> toSpecification() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        if (path != null) {
            error.put("path", path);
        }
        if (locations != null && !locations.isEmpty()) {
            error.put("locations", GraphqlErrorHelper.locations(locations));
        }
        error.put("extensions", extensions);
        return error;
    }
}

import CamaleonSignalling
import HTTPTypes
import Hummingbird
import Logging

/// Turns everything that a route throws into the JSON error of docs/protocol.md.
struct Refusals: RouterMiddleware {
    typealias Context = ServerContext

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do {
            guard HTTPRequest.Method.understood.contains(request.method) else {
                throw MethodRefusal(allowed: "GET, HEAD, POST")
            }
            return try await next(request, context)
        } catch let error as MethodRefusal {
            var response = try Refusal(
                .methodNotAllowed,
                "This path answers to \(error.allowed) alone."
            ).response()
            response.headers[.allow] = error.allowed
            return response
        } catch let refusal as Refusal {
            return try refusal.response()
        } catch let error as any HTTPResponseError {
            return try Refusal(status: error.status).response()
        } catch {
            // The type alone: an error's text may hold what the request said.
            context.logger.error("unexpected error", metadata: ["type": "\(type(of: error))"])
            return try Refusal(status: .internalServerError).response()
        }
    }
}

extension Refusal {
    private struct Body: Encodable {
        struct Content: Encodable {
            let code: String
            let message: String
        }

        let error: Content
    }

    /// For what the framework refuses by itself.
    fileprivate init(status: HTTPResponse.Status) {
        switch status.code {
        case 404: self.init(.notFound, "There is nothing at this address.")
        case 413: self = .bodyTooLarge
        case 400..<500: self.init(.badRequest, "The request cannot be understood.")
        default: self.init(.internalError, "Something went wrong in the server.")
        }
    }

    fileprivate func response() throws -> Response {
        let body = Body(error: Body.Content(code: code.rawValue, message: message))
        var response = try Response.json(body, status: code.status)
        if let retryAfter {
            // Whole seconds, rounded up: RFC 9110, §10.2.3.
            let seconds = (retryAfter / .seconds(1)).rounded(.up)
            response.headers[.retryAfter] = String(max(1, Int(seconds)))
        }
        return response
    }
}

extension Refusal.Code {
    var status: HTTPResponse.Status {
        switch self {
        case .badJSON, .badMessage, .badName, .badRequest: .badRequest
        case .noSession: .unauthorized
        case .crossOrigin: .forbidden
        case .notFound, .roomNotFound, .memberNotFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .roomFull: .conflict
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .tooManyRequests, .mailboxFull: .tooManyRequests
        case .internalError: .internalServerError
        case .tooManyRooms, .shuttingDown: .serviceUnavailable
        }
    }
}

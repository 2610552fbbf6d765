// swift-tools-version: 6.2
// Two halves that never import each other: the engine (a frame becomes a safe frame) and the room
// (people meet). They join in the command line alone. ARCHITECTURE.md draws the import rule that the
// dependencies below enforce (`--explicit-target-dependency-import-check error`).
import PackageDescription

/// Settings that every target shares.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// Settings of the engine: unsafe code is spelled out.
///
/// Debug builds are optimised too, where overflow and bounds stay checked (an unoptimised kernel takes
/// minutes for one frame). The compiler refuses strict memory safety together with `-Ounchecked`, so
/// that debug builds alone check it.
let engine: [SwiftSetting] =
    common + [
        .strictMemorySafety(.when(configuration: .debug)),
        .unsafeFlags(["-O"], .when(configuration: .debug)),
        .unsafeFlags(["-Ounchecked"], .when(configuration: .release)),
    ]

func engineTarget(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: engine)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
        swiftSettings: [.treatAllWarnings(as: .error)]
    )
}

let package = Package(
    name: "camaleon",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "camaleon", targets: ["camaleon"]),
        .executable(name: "CamaleonWasmModule", targets: ["CamaleonWasmModule"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The engine. Everything down to CamaleonWasm also compiles as Embedded Swift.
        .target(name: "CIntrinsics", cSettings: [.unsafeFlags(["-O3"])]),
        engineTarget("CamaleonKernels", ["CIntrinsics"]),
        engineTarget("CamaleonNetwork", ["CamaleonKernels"]),
        engineTarget("CamaleonImage", ["CIntrinsics"]),
        engineTarget("CamaleonMatte", ["CamaleonImage", "CamaleonKernels", "CamaleonNetwork"]),
        engineTarget(
            "CamaleonFace",
            ["CIntrinsics", "CamaleonImage", "CamaleonKernels", "CamaleonNetwork"]
        ),
        engineTarget("CamaleonScene", ["CamaleonImage"]),
        engineTarget(
            "CamaleonPipeline",
            [
                "CamaleonFace", "CamaleonImage", "CamaleonMatte", "CamaleonNetwork",
                "CamaleonScene",
            ]
        ),
        engineTarget(
            "CamaleonWasm",
            [
                "CIntrinsics", "CamaleonFace", "CamaleonImage", "CamaleonKernels",
                "CamaleonNetwork", "CamaleonPipeline", "CamaleonScene",
            ]
        ),
        .executableTarget(
            name: "CamaleonWasmModule",
            dependencies: ["CamaleonWasm"],
            swiftSettings: engine
        ),

        // The room.
        .target(name: "CamaleonSignalling", swiftSettings: common),
        .systemLibrary(name: "CZlib"),
        .target(
            name: "CamaleonServer",
            dependencies: [
                "CamaleonSignalling",
                "CZlib",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: common
        ),

        // What evaluations count, apart from the engine: numbers in, numbers out.
        // Debug builds are optimised, or measuring clips takes them minutes.
        .target(
            name: "CamaleonMeasures",
            swiftSettings: common + [.unsafeFlags(["-O"], .when(configuration: .debug))]
        ),

        // The command line, where both halves meet.
        .executableTarget(
            name: "camaleon",
            dependencies: [
                "CamaleonFace",
                "CamaleonImage",
                "CamaleonKernels",
                "CamaleonMeasures",
                "CamaleonNetwork",
                "CamaleonPipeline",
                "CamaleonServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: common
        ),

        .target(
            name: "CamaleonTestSupport",
            dependencies: ["CamaleonKernels"],
            path: "Tests/CamaleonTestSupport"
        ),
        tests(of: "CamaleonKernels", ["CamaleonTestSupport"]),
        tests(of: "CamaleonNetwork", ["CamaleonTestSupport"]),
        tests(of: "CamaleonImage", ["CamaleonTestSupport"]),
        tests(of: "CamaleonMatte", ["CamaleonTestSupport"]),
        tests(of: "CamaleonFace", ["CamaleonTestSupport"]),
        tests(of: "CamaleonScene", ["CamaleonTestSupport"]),
        tests(of: "CamaleonPipeline", ["CamaleonTestSupport"]),
        tests(of: "CamaleonWasm", ["CamaleonTestSupport"]),
        tests(of: "CamaleonMeasures"),
        tests(of: "CamaleonSignalling"),
        tests(
            of: "CamaleonServer",
            [
                "CamaleonSignalling",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// Put before a worker's own script: after `LIMIT` calls, every export of an engine traps.
(() => {
  let calls = 0;

  const trapping = (instance) => {
    const exports = {};
    for (const [name, value] of Object.entries(instance.exports)) {
      exports[name] =
        typeof value !== 'function'
          ? value
          : (...values) => {
              if (++calls > LIMIT) throw new WebAssembly.RuntimeError('unreachable');
              return value(...values);
            };
    }
    return { exports };
  };

  const { instantiate, instantiateStreaming, Instance } = WebAssembly;
  WebAssembly.Instance = function (...options) {
    return trapping(new Instance(...options));
  };
  const replaced =
    (native) =>
    async (...options) => {
      const result = await native.apply(WebAssembly, options);
      return result.instance ? { ...result, instance: trapping(result.instance) } : trapping(result);
    };
  WebAssembly.instantiate = replaced(instantiate);
  WebAssembly.instantiateStreaming = replaced(instantiateStreaming);
})();

/** Something with these properties that says whether it was closed. */
export const closable = (properties = {}) => ({
  ...properties,
  isClosed: false,
  close() {
    this.isClosed = true;
  },
});

// generated from schemas/ by scripts/generate.mjs: edit the schemas, then run 'npm run generate'
// @ts-nocheck: code written by ajv
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// node_modules/fast-deep-equal/index.js
var require_fast_deep_equal = __commonJS({
  "node_modules/fast-deep-equal/index.js"(exports, module) {
    "use strict";
    module.exports = function equal(a, b) {
      if (a === b) return true;
      if (a && b && typeof a == "object" && typeof b == "object") {
        if (a.constructor !== b.constructor) return false;
        var length, i, keys;
        if (Array.isArray(a)) {
          length = a.length;
          if (length != b.length) return false;
          for (i = length; i-- !== 0; )
            if (!equal(a[i], b[i])) return false;
          return true;
        }
        if (a.constructor === RegExp) return a.source === b.source && a.flags === b.flags;
        if (a.valueOf !== Object.prototype.valueOf) return a.valueOf() === b.valueOf();
        if (a.toString !== Object.prototype.toString) return a.toString() === b.toString();
        keys = Object.keys(a);
        length = keys.length;
        if (length !== Object.keys(b).length) return false;
        for (i = length; i-- !== 0; )
          if (!Object.prototype.hasOwnProperty.call(b, keys[i])) return false;
        for (i = length; i-- !== 0; ) {
          var key = keys[i];
          if (!equal(a[key], b[key])) return false;
        }
        return true;
      }
      return a !== a && b !== b;
    };
  }
});

// node_modules/ajv/dist/runtime/equal.js
var require_equal = __commonJS({
  "node_modules/ajv/dist/runtime/equal.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    var equal = require_fast_deep_equal();
    equal.code = 'require("ajv/dist/runtime/equal").default';
    exports.default = equal;
  }
});

// <stdin>
var validateAliasesFile = validate20;
var pattern4 = new RegExp("^(?!latest$|v[0-9]+$)[A-Za-z_][A-Za-z0-9_.-]{0,99}$", "u");
var pattern5 = new RegExp("^blake3:[0-9a-f]{64}$", "u");
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.aliases === void 0 && (missing0 = "aliases")) {
        validate20.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs2 = errors;
          if (1 !== data.pixelis) {
            validate20.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.aliases !== void 0) {
            let data1 = data.aliases;
            const _errs4 = errors;
            if (errors === _errs4) {
              if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
                for (const key0 in data1) {
                  const _errs6 = errors;
                  if (typeof key0 === "string") {
                    if (!pattern4.test(key0)) {
                      const err0 = { instancePath: instancePath + "/aliases", schemaPath: "#/properties/aliases/propertyNames/pattern", keyword: "pattern", params: { pattern: "^(?!latest$|v[0-9]+$)[A-Za-z_][A-Za-z0-9_.-]{0,99}$" }, message: 'must match pattern "^(?!latest$|v[0-9]+$)[A-Za-z_][A-Za-z0-9_.-]{0,99}$"', propertyName: key0 };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    }
                  }
                  var valid2 = _errs6 === errors;
                  if (!valid2) {
                    const err1 = { instancePath: instancePath + "/aliases", schemaPath: "#/properties/aliases/propertyNames", keyword: "propertyNames", params: { propertyName: key0 }, message: "property name must be valid" };
                    if (vErrors === null) {
                      vErrors = [err1];
                    } else {
                      vErrors.push(err1);
                    }
                    errors++;
                    validate20.errors = vErrors;
                    return false;
                    break;
                  }
                }
                if (valid2) {
                  for (const key1 in data1) {
                    let data2 = data1[key1];
                    const _errs8 = errors;
                    if (errors === _errs8) {
                      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                        let missing1;
                        if (data2.version === void 0 && (missing1 = "version") || data2.digest === void 0 && (missing1 = "digest")) {
                          validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/aliases/additionalProperties/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                          return false;
                        } else {
                          const _errs10 = errors;
                          for (const key2 in data2) {
                            if (!(key2 === "version" || key2 === "digest")) {
                              validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/aliases/additionalProperties/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" }];
                              return false;
                              break;
                            }
                          }
                          if (_errs10 === errors) {
                            if (data2.version !== void 0) {
                              let data3 = data2.version;
                              const _errs11 = errors;
                              const _errs12 = errors;
                              if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                                validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                return false;
                              }
                              if (errors === _errs12) {
                                if (typeof data3 == "number" && isFinite(data3)) {
                                  if (data3 > 9007199254740991 || isNaN(data3)) {
                                    validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                                    return false;
                                  } else {
                                    if (data3 < 1 || isNaN(data3)) {
                                      validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                      return false;
                                    }
                                  }
                                }
                              }
                              var valid4 = _errs11 === errors;
                            } else {
                              var valid4 = true;
                            }
                            if (valid4) {
                              if (data2.digest !== void 0) {
                                let data4 = data2.digest;
                                const _errs14 = errors;
                                const _errs15 = errors;
                                if (errors === _errs15) {
                                  if (typeof data4 === "string") {
                                    if (!pattern5.test(data4)) {
                                      validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                      return false;
                                    }
                                  } else {
                                    validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid4 = _errs14 === errors;
                              } else {
                                var valid4 = true;
                              }
                            }
                          }
                        }
                      } else {
                        validate20.errors = [{ instancePath: instancePath + "/aliases/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/aliases/additionalProperties/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                        return false;
                      }
                    }
                    var valid3 = _errs8 === errors;
                    if (!valid3) {
                      break;
                    }
                  }
                }
              } else {
                validate20.errors = [{ instancePath: instancePath + "/aliases", schemaPath: "#/properties/aliases/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate20.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateConfigFile = validate22;
var schema36 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://pixelis.dev/schemas/config.schema.json", "title": "ConfigFile", "description": ".pixelis/config.yaml (committed) and .pixelis/config.local.yaml (this machine's): settings. The local file wins, key by key.", "x-validator": true, "type": "object", "additionalProperties": false, "required": ["pixelis"], "properties": { "pixelis": { "$ref": "common.schema.json#/$defs/Format" }, "naming": { "description": "What happens to a name against the conventions: strict refuses it, warn says so, off lets it be.", "enum": ["strict", "warn", "off"] }, "types": { "description": "Custom artifact types: for each a pattern (regular expression) that its names match.", "type": "object", "propertyNames": { "pattern": "^[a-z][a-z0-9_]{0,59}$" }, "additionalProperties": { "type": "object", "additionalProperties": false, "properties": { "pattern": { "description": "Regular expression that the whole name must match.", "type": "string", "maxLength": 500 }, "example": { "description": "A name that fits, shown in errors.", "type": "string", "maxLength": 200 } } } }, "remotes": { "description": "Where artifacts are pushed to and fetched from, by name.", "type": "object", "propertyNames": { "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$" }, "additionalProperties": { "$ref": "#/$defs/RemoteSettings" } }, "default_remote": { "description": "The remote that commands use when none is named.", "type": "string" }, "cache": { "type": "object", "additionalProperties": false, "properties": { "dir": { "description": "Folder of the cache, absolute or relative to the repository; default: inside git's common folder.", "type": "string", "minLength": 1 }, "fsync": { "description": "all: what a command acknowledged survives a power cut; none: faster, and does not.", "enum": ["all", "none"] } } }, "worktree": { "type": "object", "additionalProperties": false, "properties": { "link": { "description": "How large files are placed, in order of preference; copy where none works. hardlink and symlink lead to the cache's own files, which are read-only: replace such a file, never edit it in place.", "type": "array", "minItems": 1, "uniqueItems": true, "items": { "enum": ["reflink", "copy", "hardlink", "symlink"] } } } }, "jobs": { "description": "How many transfers at once, at most.", "type": "integer", "minimum": 1, "maximum": 256 } }, "$defs": { "RemoteSettings": { "type": "object", "additionalProperties": false, "properties": { "url": { "description": "s3://bucket/prefix, a folder, or file:///folder.", "type": "string", "minLength": 1, "maxLength": 2e3 }, "endpoint": { "description": "S3: address of an S3-compatible service.", "type": "string", "maxLength": 2e3 }, "region": { "description": "S3: region.", "type": "string", "maxLength": 100 }, "profile": { "description": "S3: profile of the shared AWS configuration.", "type": "string", "maxLength": 200 }, "path_style": { "description": "S3: put the bucket into the path, not into the host name; default: true where an endpoint is given.", "type": "boolean" } } } } };
var pattern6 = new RegExp("^[a-z][a-z0-9_]{0,59}$", "u");
var pattern7 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", "u");
var func1 = require_ucs2length().default;
var func0 = require_equal().default;
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate22.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis")) {
        validate22.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "pixelis" || key0 === "naming" || key0 === "types" || key0 === "remotes" || key0 === "default_remote" || key0 === "cache" || key0 === "worktree" || key0 === "jobs")) {
            validate22.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.pixelis !== void 0) {
            const _errs2 = errors;
            if (1 !== data.pixelis) {
              validate22.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.naming !== void 0) {
              let data1 = data.naming;
              const _errs4 = errors;
              if (!(data1 === "strict" || data1 === "warn" || data1 === "off")) {
                validate22.errors = [{ instancePath: instancePath + "/naming", schemaPath: "#/properties/naming/enum", keyword: "enum", params: { allowedValues: schema36.properties.naming.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.types !== void 0) {
                let data2 = data.types;
                const _errs5 = errors;
                if (errors === _errs5) {
                  if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                    for (const key1 in data2) {
                      const _errs7 = errors;
                      if (typeof key1 === "string") {
                        if (!pattern6.test(key1)) {
                          const err0 = { instancePath: instancePath + "/types", schemaPath: "#/properties/types/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[a-z][a-z0-9_]{0,59}$" }, message: 'must match pattern "^[a-z][a-z0-9_]{0,59}$"', propertyName: key1 };
                          if (vErrors === null) {
                            vErrors = [err0];
                          } else {
                            vErrors.push(err0);
                          }
                          errors++;
                        }
                      }
                      var valid2 = _errs7 === errors;
                      if (!valid2) {
                        const err1 = { instancePath: instancePath + "/types", schemaPath: "#/properties/types/propertyNames", keyword: "propertyNames", params: { propertyName: key1 }, message: "property name must be valid" };
                        if (vErrors === null) {
                          vErrors = [err1];
                        } else {
                          vErrors.push(err1);
                        }
                        errors++;
                        validate22.errors = vErrors;
                        return false;
                        break;
                      }
                    }
                    if (valid2) {
                      for (const key2 in data2) {
                        let data3 = data2[key2];
                        const _errs9 = errors;
                        if (errors === _errs9) {
                          if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
                            const _errs11 = errors;
                            for (const key3 in data3) {
                              if (!(key3 === "pattern" || key3 === "example")) {
                                validate22.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/types/additionalProperties/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" }];
                                return false;
                                break;
                              }
                            }
                            if (_errs11 === errors) {
                              if (data3.pattern !== void 0) {
                                let data4 = data3.pattern;
                                const _errs12 = errors;
                                if (errors === _errs12) {
                                  if (typeof data4 === "string") {
                                    if (func1(data4) > 500) {
                                      validate22.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/pattern", schemaPath: "#/properties/types/additionalProperties/properties/pattern/maxLength", keyword: "maxLength", params: { limit: 500 }, message: "must NOT have more than 500 characters" }];
                                      return false;
                                    }
                                  } else {
                                    validate22.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/pattern", schemaPath: "#/properties/types/additionalProperties/properties/pattern/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid4 = _errs12 === errors;
                              } else {
                                var valid4 = true;
                              }
                              if (valid4) {
                                if (data3.example !== void 0) {
                                  let data5 = data3.example;
                                  const _errs14 = errors;
                                  if (errors === _errs14) {
                                    if (typeof data5 === "string") {
                                      if (func1(data5) > 200) {
                                        validate22.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/example", schemaPath: "#/properties/types/additionalProperties/properties/example/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                        return false;
                                      }
                                    } else {
                                      validate22.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/example", schemaPath: "#/properties/types/additionalProperties/properties/example/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                  }
                                  var valid4 = _errs14 === errors;
                                } else {
                                  var valid4 = true;
                                }
                              }
                            }
                          } else {
                            validate22.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/types/additionalProperties/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid3 = _errs9 === errors;
                        if (!valid3) {
                          break;
                        }
                      }
                    }
                  } else {
                    validate22.errors = [{ instancePath: instancePath + "/types", schemaPath: "#/properties/types/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                    return false;
                  }
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.remotes !== void 0) {
                  let data6 = data.remotes;
                  const _errs16 = errors;
                  if (errors === _errs16) {
                    if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
                      for (const key4 in data6) {
                        const _errs18 = errors;
                        if (typeof key4 === "string") {
                          if (!pattern7.test(key4)) {
                            const err2 = { instancePath: instancePath + "/remotes", schemaPath: "#/properties/remotes/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"', propertyName: key4 };
                            if (vErrors === null) {
                              vErrors = [err2];
                            } else {
                              vErrors.push(err2);
                            }
                            errors++;
                          }
                        }
                        var valid5 = _errs18 === errors;
                        if (!valid5) {
                          const err3 = { instancePath: instancePath + "/remotes", schemaPath: "#/properties/remotes/propertyNames", keyword: "propertyNames", params: { propertyName: key4 }, message: "property name must be valid" };
                          if (vErrors === null) {
                            vErrors = [err3];
                          } else {
                            vErrors.push(err3);
                          }
                          errors++;
                          validate22.errors = vErrors;
                          return false;
                          break;
                        }
                      }
                      if (valid5) {
                        for (const key5 in data6) {
                          let data7 = data6[key5];
                          const _errs20 = errors;
                          const _errs21 = errors;
                          if (errors === _errs21) {
                            if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
                              const _errs23 = errors;
                              for (const key6 in data7) {
                                if (!(key6 === "url" || key6 === "endpoint" || key6 === "region" || key6 === "profile" || key6 === "path_style")) {
                                  validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/RemoteSettings/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties" }];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs23 === errors) {
                                if (data7.url !== void 0) {
                                  let data8 = data7.url;
                                  const _errs24 = errors;
                                  if (errors === _errs24) {
                                    if (typeof data8 === "string") {
                                      if (func1(data8) > 2e3) {
                                        validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/url", schemaPath: "#/$defs/RemoteSettings/properties/url/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                                        return false;
                                      } else {
                                        if (func1(data8) < 1) {
                                          validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/url", schemaPath: "#/$defs/RemoteSettings/properties/url/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                          return false;
                                        }
                                      }
                                    } else {
                                      validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/url", schemaPath: "#/$defs/RemoteSettings/properties/url/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                  }
                                  var valid8 = _errs24 === errors;
                                } else {
                                  var valid8 = true;
                                }
                                if (valid8) {
                                  if (data7.endpoint !== void 0) {
                                    let data9 = data7.endpoint;
                                    const _errs26 = errors;
                                    if (errors === _errs26) {
                                      if (typeof data9 === "string") {
                                        if (func1(data9) > 2e3) {
                                          validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/endpoint", schemaPath: "#/$defs/RemoteSettings/properties/endpoint/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                                          return false;
                                        }
                                      } else {
                                        validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/endpoint", schemaPath: "#/$defs/RemoteSettings/properties/endpoint/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                    }
                                    var valid8 = _errs26 === errors;
                                  } else {
                                    var valid8 = true;
                                  }
                                  if (valid8) {
                                    if (data7.region !== void 0) {
                                      let data10 = data7.region;
                                      const _errs28 = errors;
                                      if (errors === _errs28) {
                                        if (typeof data10 === "string") {
                                          if (func1(data10) > 100) {
                                            validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/region", schemaPath: "#/$defs/RemoteSettings/properties/region/maxLength", keyword: "maxLength", params: { limit: 100 }, message: "must NOT have more than 100 characters" }];
                                            return false;
                                          }
                                        } else {
                                          validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/region", schemaPath: "#/$defs/RemoteSettings/properties/region/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                          return false;
                                        }
                                      }
                                      var valid8 = _errs28 === errors;
                                    } else {
                                      var valid8 = true;
                                    }
                                    if (valid8) {
                                      if (data7.profile !== void 0) {
                                        let data11 = data7.profile;
                                        const _errs30 = errors;
                                        if (errors === _errs30) {
                                          if (typeof data11 === "string") {
                                            if (func1(data11) > 200) {
                                              validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/profile", schemaPath: "#/$defs/RemoteSettings/properties/profile/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                              return false;
                                            }
                                          } else {
                                            validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/profile", schemaPath: "#/$defs/RemoteSettings/properties/profile/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                            return false;
                                          }
                                        }
                                        var valid8 = _errs30 === errors;
                                      } else {
                                        var valid8 = true;
                                      }
                                      if (valid8) {
                                        if (data7.path_style !== void 0) {
                                          const _errs32 = errors;
                                          if (typeof data7.path_style !== "boolean") {
                                            validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/path_style", schemaPath: "#/$defs/RemoteSettings/properties/path_style/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                                            return false;
                                          }
                                          var valid8 = _errs32 === errors;
                                        } else {
                                          var valid8 = true;
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            } else {
                              validate22.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/RemoteSettings/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                              return false;
                            }
                          }
                          var valid6 = _errs20 === errors;
                          if (!valid6) {
                            break;
                          }
                        }
                      }
                    } else {
                      validate22.errors = [{ instancePath: instancePath + "/remotes", schemaPath: "#/properties/remotes/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                      return false;
                    }
                  }
                  var valid0 = _errs16 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.default_remote !== void 0) {
                    const _errs34 = errors;
                    if (typeof data.default_remote !== "string") {
                      validate22.errors = [{ instancePath: instancePath + "/default_remote", schemaPath: "#/properties/default_remote/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                    var valid0 = _errs34 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.cache !== void 0) {
                      let data14 = data.cache;
                      const _errs36 = errors;
                      if (errors === _errs36) {
                        if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
                          const _errs38 = errors;
                          for (const key7 in data14) {
                            if (!(key7 === "dir" || key7 === "fsync")) {
                              validate22.errors = [{ instancePath: instancePath + "/cache", schemaPath: "#/properties/cache/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties" }];
                              return false;
                              break;
                            }
                          }
                          if (_errs38 === errors) {
                            if (data14.dir !== void 0) {
                              let data15 = data14.dir;
                              const _errs39 = errors;
                              if (errors === _errs39) {
                                if (typeof data15 === "string") {
                                  if (func1(data15) < 1) {
                                    validate22.errors = [{ instancePath: instancePath + "/cache/dir", schemaPath: "#/properties/cache/properties/dir/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                    return false;
                                  }
                                } else {
                                  validate22.errors = [{ instancePath: instancePath + "/cache/dir", schemaPath: "#/properties/cache/properties/dir/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                  return false;
                                }
                              }
                              var valid9 = _errs39 === errors;
                            } else {
                              var valid9 = true;
                            }
                            if (valid9) {
                              if (data14.fsync !== void 0) {
                                let data16 = data14.fsync;
                                const _errs41 = errors;
                                if (!(data16 === "all" || data16 === "none")) {
                                  validate22.errors = [{ instancePath: instancePath + "/cache/fsync", schemaPath: "#/properties/cache/properties/fsync/enum", keyword: "enum", params: { allowedValues: schema36.properties.cache.properties.fsync.enum }, message: "must be equal to one of the allowed values" }];
                                  return false;
                                }
                                var valid9 = _errs41 === errors;
                              } else {
                                var valid9 = true;
                              }
                            }
                          }
                        } else {
                          validate22.errors = [{ instancePath: instancePath + "/cache", schemaPath: "#/properties/cache/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                          return false;
                        }
                      }
                      var valid0 = _errs36 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.worktree !== void 0) {
                        let data17 = data.worktree;
                        const _errs42 = errors;
                        if (errors === _errs42) {
                          if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
                            const _errs44 = errors;
                            for (const key8 in data17) {
                              if (!(key8 === "link")) {
                                validate22.errors = [{ instancePath: instancePath + "/worktree", schemaPath: "#/properties/worktree/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties" }];
                                return false;
                                break;
                              }
                            }
                            if (_errs44 === errors) {
                              if (data17.link !== void 0) {
                                let data18 = data17.link;
                                const _errs45 = errors;
                                if (errors === _errs45) {
                                  if (Array.isArray(data18)) {
                                    if (data18.length < 1) {
                                      validate22.errors = [{ instancePath: instancePath + "/worktree/link", schemaPath: "#/properties/worktree/properties/link/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
                                      return false;
                                    } else {
                                      var valid11 = true;
                                      const len0 = data18.length;
                                      for (let i0 = 0; i0 < len0; i0++) {
                                        let data19 = data18[i0];
                                        const _errs47 = errors;
                                        if (!(data19 === "reflink" || data19 === "copy" || data19 === "hardlink" || data19 === "symlink")) {
                                          validate22.errors = [{ instancePath: instancePath + "/worktree/link/" + i0, schemaPath: "#/properties/worktree/properties/link/items/enum", keyword: "enum", params: { allowedValues: schema36.properties.worktree.properties.link.items.enum }, message: "must be equal to one of the allowed values" }];
                                          return false;
                                        }
                                        var valid11 = _errs47 === errors;
                                        if (!valid11) {
                                          break;
                                        }
                                      }
                                      if (valid11) {
                                        let i1 = data18.length;
                                        let j0;
                                        if (i1 > 1) {
                                          outer0: for (; i1--; ) {
                                            for (j0 = i1; j0--; ) {
                                              if (func0(data18[i1], data18[j0])) {
                                                validate22.errors = [{ instancePath: instancePath + "/worktree/link", schemaPath: "#/properties/worktree/properties/link/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)" }];
                                                return false;
                                                break outer0;
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate22.errors = [{ instancePath: instancePath + "/worktree/link", schemaPath: "#/properties/worktree/properties/link/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                    return false;
                                  }
                                }
                              }
                            }
                          } else {
                            validate22.errors = [{ instancePath: instancePath + "/worktree", schemaPath: "#/properties/worktree/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid0 = _errs42 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.jobs !== void 0) {
                          let data20 = data.jobs;
                          const _errs48 = errors;
                          if (!(typeof data20 == "number" && (!(data20 % 1) && !isNaN(data20)) && isFinite(data20))) {
                            validate22.errors = [{ instancePath: instancePath + "/jobs", schemaPath: "#/properties/jobs/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                            return false;
                          }
                          if (errors === _errs48) {
                            if (typeof data20 == "number" && isFinite(data20)) {
                              if (data20 > 256 || isNaN(data20)) {
                                validate22.errors = [{ instancePath: instancePath + "/jobs", schemaPath: "#/properties/jobs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 256 }, message: "must be <= 256" }];
                                return false;
                              } else {
                                if (data20 < 1 || isNaN(data20)) {
                                  validate22.errors = [{ instancePath: instancePath + "/jobs", schemaPath: "#/properties/jobs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                  return false;
                                }
                              }
                            }
                          }
                          var valid0 = _errs48 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate22.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate22.errors = vErrors;
  return errors === 0;
}
validate22.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validatePointerFile = validate23;
var pattern8 = new RegExp("^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$", "u");
function validate23(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate23.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  const _errs1 = errors;
  const _errs2 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing0;
    if (data.files === void 0 && (missing0 = "files") || data.executable === void 0 && (missing0 = "executable")) {
      const err0 = {};
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  }
  var valid0 = _errs2 === errors;
  if (valid0) {
    validate23.errors = [{ instancePath, schemaPath: "#/not", keyword: "not", params: {}, message: "must NOT be valid" }];
    return false;
  } else {
    errors = _errs1;
    if (vErrors !== null) {
      if (_errs1) {
        vErrors.length = _errs1;
      } else {
        vErrors = null;
      }
    }
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing1;
      if (data.pixelis === void 0 && (missing1 = "pixelis") || data.artifact === void 0 && (missing1 = "artifact") || data.version === void 0 && (missing1 = "version") || data.digest === void 0 && (missing1 = "digest") || data.size === void 0 && (missing1 = "size")) {
        validate23.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs4 = errors;
          if (1 !== data.pixelis) {
            validate23.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid1 = _errs4 === errors;
        } else {
          var valid1 = true;
        }
        if (valid1) {
          if (data.artifact !== void 0) {
            let data1 = data.artifact;
            const _errs6 = errors;
            const _errs7 = errors;
            if (errors === _errs7) {
              if (typeof data1 === "string") {
                if (func1(data1) > 200) {
                  validate23.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data1) < 1) {
                    validate23.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern8.test(data1)) {
                      validate23.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate23.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid1 = _errs6 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.version !== void 0) {
              let data2 = data.version;
              const _errs9 = errors;
              const _errs10 = errors;
              if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                validate23.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs10) {
                if (typeof data2 == "number" && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate23.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data2 < 1 || isNaN(data2)) {
                      validate23.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                      return false;
                    }
                  }
                }
              }
              var valid1 = _errs9 === errors;
            } else {
              var valid1 = true;
            }
            if (valid1) {
              if (data.digest !== void 0) {
                let data3 = data.digest;
                const _errs12 = errors;
                const _errs13 = errors;
                if (errors === _errs13) {
                  if (typeof data3 === "string") {
                    if (!pattern5.test(data3)) {
                      validate23.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                      return false;
                    }
                  } else {
                    validate23.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid1 = _errs12 === errors;
              } else {
                var valid1 = true;
              }
              if (valid1) {
                if (data.size !== void 0) {
                  let data4 = data.size;
                  const _errs15 = errors;
                  const _errs16 = errors;
                  if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                    validate23.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs16) {
                    if (typeof data4 == "number" && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate23.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                        return false;
                      } else {
                        if (data4 < 0 || isNaN(data4)) {
                          validate23.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                          return false;
                        }
                      }
                    }
                  }
                  var valid1 = _errs15 === errors;
                } else {
                  var valid1 = true;
                }
                if (valid1) {
                  if (data.files !== void 0) {
                    let data5 = data.files;
                    const _errs18 = errors;
                    if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
                      validate23.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs18) {
                      if (typeof data5 == "number" && isFinite(data5)) {
                        if (data5 < 0 || isNaN(data5)) {
                          validate23.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                          return false;
                        }
                      }
                    }
                    var valid1 = _errs18 === errors;
                  } else {
                    var valid1 = true;
                  }
                  if (valid1) {
                    if (data.executable !== void 0) {
                      const _errs20 = errors;
                      if (true !== data.executable) {
                        validate23.errors = [{ instancePath: instancePath + "/executable", schemaPath: "#/properties/executable/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" }];
                        return false;
                      }
                      var valid1 = _errs20 === errors;
                    } else {
                      var valid1 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate23.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate23.errors = vErrors;
  return errors === 0;
}
validate23.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateVersionFile = validate24;
var pattern11 = new RegExp("^[a-z][a-z0-9_]*$", "u");
var pattern13 = new RegExp("^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$", "u");
var pattern14 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", "u");
function validate25(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate25.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.artifact === void 0 && (missing0 = "artifact") || data.version === void 0 && (missing0 = "version") || data.digest === void 0 && (missing0 = "digest")) {
        validate25.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "artifact" || key0 === "version" || key0 === "digest" || key0 === "role")) {
            validate25.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.artifact !== void 0) {
            let data0 = data.artifact;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (func1(data0) > 200) {
                  validate25.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data0) < 1) {
                    validate25.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern8.test(data0)) {
                      validate25.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate25.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.version !== void 0) {
              let data1 = data.version;
              const _errs5 = errors;
              const _errs6 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate25.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate25.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 1 || isNaN(data1)) {
                      validate25.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.digest !== void 0) {
                let data2 = data.digest;
                const _errs8 = errors;
                const _errs9 = errors;
                if (errors === _errs9) {
                  if (typeof data2 === "string") {
                    if (!pattern5.test(data2)) {
                      validate25.errors = [{ instancePath: instancePath + "/digest", schemaPath: "#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                      return false;
                    }
                  } else {
                    validate25.errors = [{ instancePath: instancePath + "/digest", schemaPath: "#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.role !== void 0) {
                  let data3 = data.role;
                  const _errs11 = errors;
                  if (errors === _errs11) {
                    if (typeof data3 === "string") {
                      if (func1(data3) > 100) {
                        validate25.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/maxLength", keyword: "maxLength", params: { limit: 100 }, message: "must NOT have more than 100 characters" }];
                        return false;
                      } else {
                        if (func1(data3) < 1) {
                          validate25.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                          return false;
                        }
                      }
                    } else {
                      validate25.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid0 = _errs11 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate25.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate25.errors = vErrors;
  return errors === 0;
}
validate25.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate24(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate24.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  const _errs1 = errors;
  const _errs2 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing0;
    if (data.files === void 0 && (missing0 = "files") || data.executable === void 0 && (missing0 = "executable")) {
      const err0 = {};
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  }
  var valid0 = _errs2 === errors;
  if (valid0) {
    validate24.errors = [{ instancePath, schemaPath: "#/not", keyword: "not", params: {}, message: "must NOT be valid" }];
    return false;
  } else {
    errors = _errs1;
    if (vErrors !== null) {
      if (_errs1) {
        vErrors.length = _errs1;
      } else {
        vErrors = null;
      }
    }
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing1;
      if (data.pixelis === void 0 && (missing1 = "pixelis") || data.artifact === void 0 && (missing1 = "artifact") || data.version === void 0 && (missing1 = "version") || data.type === void 0 && (missing1 = "type") || data.digest === void 0 && (missing1 = "digest") || data.size === void 0 && (missing1 = "size") || data.created === void 0 && (missing1 = "created")) {
        validate24.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs4 = errors;
          if (1 !== data.pixelis) {
            validate24.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid1 = _errs4 === errors;
        } else {
          var valid1 = true;
        }
        if (valid1) {
          if (data.artifact !== void 0) {
            let data1 = data.artifact;
            const _errs6 = errors;
            const _errs7 = errors;
            if (errors === _errs7) {
              if (typeof data1 === "string") {
                if (func1(data1) > 200) {
                  validate24.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data1) < 1) {
                    validate24.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern8.test(data1)) {
                      validate24.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate24.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid1 = _errs6 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.version !== void 0) {
              let data2 = data.version;
              const _errs9 = errors;
              const _errs10 = errors;
              if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                validate24.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs10) {
                if (typeof data2 == "number" && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate24.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data2 < 1 || isNaN(data2)) {
                      validate24.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                      return false;
                    }
                  }
                }
              }
              var valid1 = _errs9 === errors;
            } else {
              var valid1 = true;
            }
            if (valid1) {
              if (data.type !== void 0) {
                let data3 = data.type;
                const _errs12 = errors;
                if (errors === _errs12) {
                  if (typeof data3 === "string") {
                    if (func1(data3) > 60) {
                      validate24.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/maxLength", keyword: "maxLength", params: { limit: 60 }, message: "must NOT have more than 60 characters" }];
                      return false;
                    } else {
                      if (!pattern11.test(data3)) {
                        validate24.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/pattern", keyword: "pattern", params: { pattern: "^[a-z][a-z0-9_]*$" }, message: 'must match pattern "^[a-z][a-z0-9_]*$"' }];
                        return false;
                      }
                    }
                  } else {
                    validate24.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid1 = _errs12 === errors;
              } else {
                var valid1 = true;
              }
              if (valid1) {
                if (data.digest !== void 0) {
                  let data4 = data.digest;
                  const _errs14 = errors;
                  const _errs15 = errors;
                  if (errors === _errs15) {
                    if (typeof data4 === "string") {
                      if (!pattern5.test(data4)) {
                        validate24.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                        return false;
                      }
                    } else {
                      validate24.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid1 = _errs14 === errors;
                } else {
                  var valid1 = true;
                }
                if (valid1) {
                  if (data.size !== void 0) {
                    let data5 = data.size;
                    const _errs17 = errors;
                    const _errs18 = errors;
                    if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
                      validate24.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs18) {
                      if (typeof data5 == "number" && isFinite(data5)) {
                        if (data5 > 9007199254740991 || isNaN(data5)) {
                          validate24.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                          return false;
                        } else {
                          if (data5 < 0 || isNaN(data5)) {
                            validate24.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                            return false;
                          }
                        }
                      }
                    }
                    var valid1 = _errs17 === errors;
                  } else {
                    var valid1 = true;
                  }
                  if (valid1) {
                    if (data.files !== void 0) {
                      let data6 = data.files;
                      const _errs20 = errors;
                      if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)) && isFinite(data6))) {
                        validate24.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs20) {
                        if (typeof data6 == "number" && isFinite(data6)) {
                          if (data6 < 0 || isNaN(data6)) {
                            validate24.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                            return false;
                          }
                        }
                      }
                      var valid1 = _errs20 === errors;
                    } else {
                      var valid1 = true;
                    }
                    if (valid1) {
                      if (data.executable !== void 0) {
                        const _errs22 = errors;
                        if (true !== data.executable) {
                          validate24.errors = [{ instancePath: instancePath + "/executable", schemaPath: "#/properties/executable/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" }];
                          return false;
                        }
                        var valid1 = _errs22 === errors;
                      } else {
                        var valid1 = true;
                      }
                      if (valid1) {
                        if (data.created !== void 0) {
                          let data8 = data.created;
                          const _errs23 = errors;
                          const _errs24 = errors;
                          if (errors === _errs24) {
                            if (typeof data8 === "string") {
                              if (!pattern13.test(data8)) {
                                validate24.errors = [{ instancePath: instancePath + "/created", schemaPath: "common.schema.json#/$defs/Timestamp/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"' }];
                                return false;
                              }
                            } else {
                              validate24.errors = [{ instancePath: instancePath + "/created", schemaPath: "common.schema.json#/$defs/Timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                          }
                          var valid1 = _errs23 === errors;
                        } else {
                          var valid1 = true;
                        }
                        if (valid1) {
                          if (data.run !== void 0) {
                            let data9 = data.run;
                            const _errs26 = errors;
                            if (errors === _errs26) {
                              if (typeof data9 === "string") {
                                if (!pattern14.test(data9)) {
                                  validate24.errors = [{ instancePath: instancePath + "/run", schemaPath: "#/properties/run/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"' }];
                                  return false;
                                }
                              } else {
                                validate24.errors = [{ instancePath: instancePath + "/run", schemaPath: "#/properties/run/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                return false;
                              }
                            }
                            var valid1 = _errs26 === errors;
                          } else {
                            var valid1 = true;
                          }
                          if (valid1) {
                            if (data.parents !== void 0) {
                              let data10 = data.parents;
                              const _errs28 = errors;
                              if (errors === _errs28) {
                                if (Array.isArray(data10)) {
                                  if (data10.length > 5e3) {
                                    validate24.errors = [{ instancePath: instancePath + "/parents", schemaPath: "#/properties/parents/maxItems", keyword: "maxItems", params: { limit: 5e3 }, message: "must NOT have more than 5000 items" }];
                                    return false;
                                  } else {
                                    var valid8 = true;
                                    const len0 = data10.length;
                                    for (let i0 = 0; i0 < len0; i0++) {
                                      const _errs30 = errors;
                                      if (!validate25(data10[i0], { instancePath: instancePath + "/parents/" + i0, parentData: data10, parentDataProperty: i0, rootData, dynamicAnchors })) {
                                        vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
                                        errors = vErrors.length;
                                      }
                                      var valid8 = _errs30 === errors;
                                      if (!valid8) {
                                        break;
                                      }
                                    }
                                  }
                                } else {
                                  validate24.errors = [{ instancePath: instancePath + "/parents", schemaPath: "#/properties/parents/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                  return false;
                                }
                              }
                              var valid1 = _errs28 === errors;
                            } else {
                              var valid1 = true;
                            }
                            if (valid1) {
                              if (data.metadata !== void 0) {
                                let data12 = data.metadata;
                                const _errs31 = errors;
                                const _errs32 = errors;
                                if (errors === _errs32) {
                                  if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                                  } else {
                                    validate24.errors = [{ instancePath: instancePath + "/metadata", schemaPath: "common.schema.json#/$defs/Metadata/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                    return false;
                                  }
                                }
                                var valid1 = _errs31 === errors;
                              } else {
                                var valid1 = true;
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate24.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate24.errors = vErrors;
  return errors === 0;
}
validate24.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  validateAliasesFile,
  validateConfigFile,
  validatePointerFile,
  validateVersionFile
};

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
var validateCollectorFile = validate22;
var pattern6 = new RegExp("^[0-9a-f]{32}$", "u");
var pattern7 = new RegExp("^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$", "u");
var func1 = require_ucs2length().default;
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
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.clone === void 0 && (missing0 = "clone") || data.by === void 0 && (missing0 = "by") || data.started === void 0 && (missing0 = "started") || data.token === void 0 && (missing0 = "token")) {
        validate22.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
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
          if (data.clone !== void 0) {
            let data1 = data.clone;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (!pattern6.test(data1)) {
                  validate22.errors = [{ instancePath: instancePath + "/clone", schemaPath: "common.schema.json#/$defs/CloneId/pattern", keyword: "pattern", params: { pattern: "^[0-9a-f]{32}$" }, message: 'must match pattern "^[0-9a-f]{32}$"' }];
                  return false;
                }
              } else {
                validate22.errors = [{ instancePath: instancePath + "/clone", schemaPath: "common.schema.json#/$defs/CloneId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.by !== void 0) {
              let data2 = data.by;
              const _errs7 = errors;
              const _errs8 = errors;
              if (errors === _errs8) {
                if (typeof data2 === "string") {
                  if (func1(data2) > 400) {
                    validate22.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/maxLength", keyword: "maxLength", params: { limit: 400 }, message: "must NOT have more than 400 characters" }];
                    return false;
                  } else {
                    if (func1(data2) < 1) {
                      validate22.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    }
                  }
                } else {
                  validate22.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.started !== void 0) {
                let data3 = data.started;
                const _errs10 = errors;
                const _errs11 = errors;
                if (errors === _errs11) {
                  if (typeof data3 === "string") {
                    if (!pattern7.test(data3)) {
                      validate22.errors = [{ instancePath: instancePath + "/started", schemaPath: "common.schema.json#/$defs/Timestamp/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"' }];
                      return false;
                    }
                  } else {
                    validate22.errors = [{ instancePath: instancePath + "/started", schemaPath: "common.schema.json#/$defs/Timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs10 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.token !== void 0) {
                  let data4 = data.token;
                  const _errs13 = errors;
                  if (errors === _errs13) {
                    if (typeof data4 === "string") {
                      if (!pattern6.test(data4)) {
                        validate22.errors = [{ instancePath: instancePath + "/token", schemaPath: "#/properties/token/pattern", keyword: "pattern", params: { pattern: "^[0-9a-f]{32}$" }, message: 'must match pattern "^[0-9a-f]{32}$"' }];
                        return false;
                      }
                    } else {
                      validate22.errors = [{ instancePath: instancePath + "/token", schemaPath: "#/properties/token/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid0 = _errs13 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.ended !== void 0) {
                    const _errs15 = errors;
                    if (typeof data.ended !== "boolean") {
                      validate22.errors = [{ instancePath: instancePath + "/ended", schemaPath: "#/properties/ended/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                      return false;
                    }
                    var valid0 = _errs15 === errors;
                  } else {
                    var valid0 = true;
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
var validateConfigFile = validate23;
var schema41 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://pixelis.dev/schemas/config.schema.json", "title": "ConfigFile", "description": ".pixelis/config.yaml (committed) and .pixelis/config.local.yaml (this machine's): settings. The local file wins, key by key.", "x-validator": true, "type": "object", "additionalProperties": false, "required": ["pixelis"], "properties": { "pixelis": { "$ref": "common.schema.json#/$defs/Format" }, "naming": { "description": "What happens to a name against the conventions: strict refuses it, warn says so, off lets it be.", "enum": ["strict", "warn", "off"] }, "types": { "description": "Custom artifact types: for each a pattern (regular expression) that its names match.", "type": "object", "propertyNames": { "pattern": "^[a-z][a-z0-9_]{0,59}$" }, "additionalProperties": { "type": "object", "additionalProperties": false, "properties": { "pattern": { "description": "Regular expression that the whole name must match.", "type": "string", "maxLength": 500 }, "example": { "description": "A name that fits, shown in errors.", "type": "string", "maxLength": 200 } } } }, "remotes": { "description": "Where artifacts are pushed to and fetched from, by name.", "type": "object", "propertyNames": { "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$" }, "additionalProperties": { "$ref": "#/$defs/RemoteSettings" } }, "default_remote": { "description": "The remote that commands use when none is named.", "type": "string" }, "cache": { "type": "object", "additionalProperties": false, "properties": { "dir": { "description": "Folder of the cache, absolute or relative to the repository; default: inside git's common folder.", "type": "string", "minLength": 1 }, "fsync": { "description": "all: what a command acknowledged survives a power cut; none: faster, and does not.", "enum": ["all", "none"] } } }, "worktree": { "type": "object", "additionalProperties": false, "properties": { "link": { "description": "How large files are placed, in order of preference; copy where none works. hardlink and symlink lead to the cache's own files, which are read-only: replace such a file, never edit it in place.", "type": "array", "minItems": 1, "uniqueItems": true, "items": { "enum": ["reflink", "copy", "hardlink", "symlink"] } } } }, "capture": { "description": "What is recorded of runs.", "type": "object", "additionalProperties": false, "properties": { "level": { "description": "1 basic: interpreter, packages, commit; 2 standard: changes of the code, system, GPU, too; 3 complete: container, variables, scheduler, too.", "enum": [1, 2, 3] }, "allow": { "description": "Names of variables, parameters and files that are recorded even though they look like secrets.", "type": "array", "uniqueItems": true, "items": { "type": "string", "minLength": 1, "maxLength": 200 } } } }, "signatures": { "description": "Files that say whose signatures count, absolute or relative to the repository. What git's own settings name (gpg.ssh.allowedSignersFile, gpg.ssh.revocationFile) comes first.", "type": "object", "additionalProperties": false, "properties": { "allowed_signers": { "description": "SSH: who is trusted to sign with which key, as ssh-keygen(1) describes it.", "type": "string", "minLength": 1 }, "revoked_keys": { "description": "SSH: keys that are no longer trusted; public keys, or a list that ssh-keygen -k made.", "type": "string", "minLength": 1 }, "openpgp_keys": { "description": "OpenPGP: public keys that are trusted, as gpg --export --armor writes them.", "type": "string", "minLength": 1 } } }, "gc": { "description": "What garbage collection leaves.", "type": "object", "additionalProperties": false, "properties": { "keep": { "description": "Versions that no rule lets go, as globs: model-prod keeps all of its versions, dataset-*:v1 the first of each.", "type": "array", "uniqueItems": true, "items": { "type": "string", "minLength": 1, "maxLength": 200 } } } }, "audit": { "description": "What an audit demands.", "type": "object", "additionalProperties": false, "properties": { "require_signed": { "description": "Which commits must carry a good signature: off: none; on: all; the id of a commit: that one, and all that it is not made from.", "type": "string", "pattern": "^(?:off|on|[0-9a-f]{40}|[0-9a-f]{64})$" } } }, "jobs": { "description": "How many transfers at once, at most.", "type": "integer", "minimum": 1, "maximum": 256 } }, "$defs": { "RemoteSettings": { "type": "object", "additionalProperties": false, "properties": { "url": { "description": "s3://bucket/prefix, a folder, or file:///folder.", "type": "string", "minLength": 1, "maxLength": 2e3 }, "endpoint": { "description": "S3: address of an S3-compatible service.", "type": "string", "maxLength": 2e3 }, "region": { "description": "S3: region.", "type": "string", "maxLength": 100 }, "profile": { "description": "S3: profile of the shared AWS configuration.", "type": "string", "maxLength": 200 }, "path_style": { "description": "S3: put the bucket into the path, not into the host name; default: true where an endpoint is given.", "type": "boolean" } } } } };
var func3 = Object.prototype.hasOwnProperty;
var func0 = require_equal().default;
var pattern9 = new RegExp("^[a-z][a-z0-9_]{0,59}$", "u");
var pattern10 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", "u");
var pattern11 = new RegExp("^(?:off|on|[0-9a-f]{40}|[0-9a-f]{64})$", "u");
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
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis")) {
        validate23.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func3.call(schema41.properties, key0)) {
            validate23.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.pixelis !== void 0) {
            const _errs2 = errors;
            if (1 !== data.pixelis) {
              validate23.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
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
                validate23.errors = [{ instancePath: instancePath + "/naming", schemaPath: "#/properties/naming/enum", keyword: "enum", params: { allowedValues: schema41.properties.naming.enum }, message: "must be equal to one of the allowed values" }];
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
                        if (!pattern9.test(key1)) {
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
                        validate23.errors = vErrors;
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
                                validate23.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/types/additionalProperties/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" }];
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
                                      validate23.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/pattern", schemaPath: "#/properties/types/additionalProperties/properties/pattern/maxLength", keyword: "maxLength", params: { limit: 500 }, message: "must NOT have more than 500 characters" }];
                                      return false;
                                    }
                                  } else {
                                    validate23.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/pattern", schemaPath: "#/properties/types/additionalProperties/properties/pattern/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                                        validate23.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/example", schemaPath: "#/properties/types/additionalProperties/properties/example/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                        return false;
                                      }
                                    } else {
                                      validate23.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/example", schemaPath: "#/properties/types/additionalProperties/properties/example/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                            validate23.errors = [{ instancePath: instancePath + "/types/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/types/additionalProperties/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
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
                    validate23.errors = [{ instancePath: instancePath + "/types", schemaPath: "#/properties/types/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
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
                          if (!pattern10.test(key4)) {
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
                          validate23.errors = vErrors;
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
                                  validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/RemoteSettings/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties" }];
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
                                        validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/url", schemaPath: "#/$defs/RemoteSettings/properties/url/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                                        return false;
                                      } else {
                                        if (func1(data8) < 1) {
                                          validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/url", schemaPath: "#/$defs/RemoteSettings/properties/url/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                          return false;
                                        }
                                      }
                                    } else {
                                      validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/url", schemaPath: "#/$defs/RemoteSettings/properties/url/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                                          validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/endpoint", schemaPath: "#/$defs/RemoteSettings/properties/endpoint/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                                          return false;
                                        }
                                      } else {
                                        validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/endpoint", schemaPath: "#/$defs/RemoteSettings/properties/endpoint/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                                            validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/region", schemaPath: "#/$defs/RemoteSettings/properties/region/maxLength", keyword: "maxLength", params: { limit: 100 }, message: "must NOT have more than 100 characters" }];
                                            return false;
                                          }
                                        } else {
                                          validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/region", schemaPath: "#/$defs/RemoteSettings/properties/region/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                                              validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/profile", schemaPath: "#/$defs/RemoteSettings/properties/profile/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                              return false;
                                            }
                                          } else {
                                            validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/profile", schemaPath: "#/$defs/RemoteSettings/properties/profile/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                                            validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/path_style", schemaPath: "#/$defs/RemoteSettings/properties/path_style/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
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
                              validate23.errors = [{ instancePath: instancePath + "/remotes/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/RemoteSettings/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
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
                      validate23.errors = [{ instancePath: instancePath + "/remotes", schemaPath: "#/properties/remotes/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
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
                      validate23.errors = [{ instancePath: instancePath + "/default_remote", schemaPath: "#/properties/default_remote/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                              validate23.errors = [{ instancePath: instancePath + "/cache", schemaPath: "#/properties/cache/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties" }];
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
                                    validate23.errors = [{ instancePath: instancePath + "/cache/dir", schemaPath: "#/properties/cache/properties/dir/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                    return false;
                                  }
                                } else {
                                  validate23.errors = [{ instancePath: instancePath + "/cache/dir", schemaPath: "#/properties/cache/properties/dir/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                                  validate23.errors = [{ instancePath: instancePath + "/cache/fsync", schemaPath: "#/properties/cache/properties/fsync/enum", keyword: "enum", params: { allowedValues: schema41.properties.cache.properties.fsync.enum }, message: "must be equal to one of the allowed values" }];
                                  return false;
                                }
                                var valid9 = _errs41 === errors;
                              } else {
                                var valid9 = true;
                              }
                            }
                          }
                        } else {
                          validate23.errors = [{ instancePath: instancePath + "/cache", schemaPath: "#/properties/cache/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
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
                                validate23.errors = [{ instancePath: instancePath + "/worktree", schemaPath: "#/properties/worktree/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties" }];
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
                                      validate23.errors = [{ instancePath: instancePath + "/worktree/link", schemaPath: "#/properties/worktree/properties/link/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
                                      return false;
                                    } else {
                                      var valid11 = true;
                                      const len0 = data18.length;
                                      for (let i0 = 0; i0 < len0; i0++) {
                                        let data19 = data18[i0];
                                        const _errs47 = errors;
                                        if (!(data19 === "reflink" || data19 === "copy" || data19 === "hardlink" || data19 === "symlink")) {
                                          validate23.errors = [{ instancePath: instancePath + "/worktree/link/" + i0, schemaPath: "#/properties/worktree/properties/link/items/enum", keyword: "enum", params: { allowedValues: schema41.properties.worktree.properties.link.items.enum }, message: "must be equal to one of the allowed values" }];
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
                                                validate23.errors = [{ instancePath: instancePath + "/worktree/link", schemaPath: "#/properties/worktree/properties/link/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)" }];
                                                return false;
                                                break outer0;
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate23.errors = [{ instancePath: instancePath + "/worktree/link", schemaPath: "#/properties/worktree/properties/link/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                    return false;
                                  }
                                }
                              }
                            }
                          } else {
                            validate23.errors = [{ instancePath: instancePath + "/worktree", schemaPath: "#/properties/worktree/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid0 = _errs42 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.capture !== void 0) {
                          let data20 = data.capture;
                          const _errs48 = errors;
                          if (errors === _errs48) {
                            if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
                              const _errs50 = errors;
                              for (const key9 in data20) {
                                if (!(key9 === "level" || key9 === "allow")) {
                                  validate23.errors = [{ instancePath: instancePath + "/capture", schemaPath: "#/properties/capture/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key9 }, message: "must NOT have additional properties" }];
                                  return false;
                                  break;
                                }
                              }
                              if (_errs50 === errors) {
                                if (data20.level !== void 0) {
                                  let data21 = data20.level;
                                  const _errs51 = errors;
                                  if (!(data21 === 1 || data21 === 2 || data21 === 3)) {
                                    validate23.errors = [{ instancePath: instancePath + "/capture/level", schemaPath: "#/properties/capture/properties/level/enum", keyword: "enum", params: { allowedValues: schema41.properties.capture.properties.level.enum }, message: "must be equal to one of the allowed values" }];
                                    return false;
                                  }
                                  var valid13 = _errs51 === errors;
                                } else {
                                  var valid13 = true;
                                }
                                if (valid13) {
                                  if (data20.allow !== void 0) {
                                    let data22 = data20.allow;
                                    const _errs52 = errors;
                                    if (errors === _errs52) {
                                      if (Array.isArray(data22)) {
                                        var valid14 = true;
                                        const len1 = data22.length;
                                        for (let i2 = 0; i2 < len1; i2++) {
                                          let data23 = data22[i2];
                                          const _errs54 = errors;
                                          if (errors === _errs54) {
                                            if (typeof data23 === "string") {
                                              if (func1(data23) > 200) {
                                                validate23.errors = [{ instancePath: instancePath + "/capture/allow/" + i2, schemaPath: "#/properties/capture/properties/allow/items/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                                return false;
                                              } else {
                                                if (func1(data23) < 1) {
                                                  validate23.errors = [{ instancePath: instancePath + "/capture/allow/" + i2, schemaPath: "#/properties/capture/properties/allow/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                                  return false;
                                                }
                                              }
                                            } else {
                                              validate23.errors = [{ instancePath: instancePath + "/capture/allow/" + i2, schemaPath: "#/properties/capture/properties/allow/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                              return false;
                                            }
                                          }
                                          var valid14 = _errs54 === errors;
                                          if (!valid14) {
                                            break;
                                          }
                                        }
                                        if (valid14) {
                                          let i3 = data22.length;
                                          let j1;
                                          if (i3 > 1) {
                                            const indices0 = {};
                                            for (; i3--; ) {
                                              let item0 = data22[i3];
                                              if (typeof item0 !== "string") {
                                                continue;
                                              }
                                              if (typeof indices0[item0] == "number") {
                                                j1 = indices0[item0];
                                                validate23.errors = [{ instancePath: instancePath + "/capture/allow", schemaPath: "#/properties/capture/properties/allow/uniqueItems", keyword: "uniqueItems", params: { i: i3, j: j1 }, message: "must NOT have duplicate items (items ## " + j1 + " and " + i3 + " are identical)" }];
                                                return false;
                                                break;
                                              }
                                              indices0[item0] = i3;
                                            }
                                          }
                                        }
                                      } else {
                                        validate23.errors = [{ instancePath: instancePath + "/capture/allow", schemaPath: "#/properties/capture/properties/allow/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                        return false;
                                      }
                                    }
                                    var valid13 = _errs52 === errors;
                                  } else {
                                    var valid13 = true;
                                  }
                                }
                              }
                            } else {
                              validate23.errors = [{ instancePath: instancePath + "/capture", schemaPath: "#/properties/capture/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                              return false;
                            }
                          }
                          var valid0 = _errs48 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.signatures !== void 0) {
                            let data24 = data.signatures;
                            const _errs56 = errors;
                            if (errors === _errs56) {
                              if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
                                const _errs58 = errors;
                                for (const key10 in data24) {
                                  if (!(key10 === "allowed_signers" || key10 === "revoked_keys" || key10 === "openpgp_keys")) {
                                    validate23.errors = [{ instancePath: instancePath + "/signatures", schemaPath: "#/properties/signatures/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key10 }, message: "must NOT have additional properties" }];
                                    return false;
                                    break;
                                  }
                                }
                                if (_errs58 === errors) {
                                  if (data24.allowed_signers !== void 0) {
                                    let data25 = data24.allowed_signers;
                                    const _errs59 = errors;
                                    if (errors === _errs59) {
                                      if (typeof data25 === "string") {
                                        if (func1(data25) < 1) {
                                          validate23.errors = [{ instancePath: instancePath + "/signatures/allowed_signers", schemaPath: "#/properties/signatures/properties/allowed_signers/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                          return false;
                                        }
                                      } else {
                                        validate23.errors = [{ instancePath: instancePath + "/signatures/allowed_signers", schemaPath: "#/properties/signatures/properties/allowed_signers/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                    }
                                    var valid16 = _errs59 === errors;
                                  } else {
                                    var valid16 = true;
                                  }
                                  if (valid16) {
                                    if (data24.revoked_keys !== void 0) {
                                      let data26 = data24.revoked_keys;
                                      const _errs61 = errors;
                                      if (errors === _errs61) {
                                        if (typeof data26 === "string") {
                                          if (func1(data26) < 1) {
                                            validate23.errors = [{ instancePath: instancePath + "/signatures/revoked_keys", schemaPath: "#/properties/signatures/properties/revoked_keys/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                            return false;
                                          }
                                        } else {
                                          validate23.errors = [{ instancePath: instancePath + "/signatures/revoked_keys", schemaPath: "#/properties/signatures/properties/revoked_keys/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                          return false;
                                        }
                                      }
                                      var valid16 = _errs61 === errors;
                                    } else {
                                      var valid16 = true;
                                    }
                                    if (valid16) {
                                      if (data24.openpgp_keys !== void 0) {
                                        let data27 = data24.openpgp_keys;
                                        const _errs63 = errors;
                                        if (errors === _errs63) {
                                          if (typeof data27 === "string") {
                                            if (func1(data27) < 1) {
                                              validate23.errors = [{ instancePath: instancePath + "/signatures/openpgp_keys", schemaPath: "#/properties/signatures/properties/openpgp_keys/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                              return false;
                                            }
                                          } else {
                                            validate23.errors = [{ instancePath: instancePath + "/signatures/openpgp_keys", schemaPath: "#/properties/signatures/properties/openpgp_keys/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                            return false;
                                          }
                                        }
                                        var valid16 = _errs63 === errors;
                                      } else {
                                        var valid16 = true;
                                      }
                                    }
                                  }
                                }
                              } else {
                                validate23.errors = [{ instancePath: instancePath + "/signatures", schemaPath: "#/properties/signatures/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                return false;
                              }
                            }
                            var valid0 = _errs56 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.gc !== void 0) {
                              let data28 = data.gc;
                              const _errs65 = errors;
                              if (errors === _errs65) {
                                if (data28 && typeof data28 == "object" && !Array.isArray(data28)) {
                                  const _errs67 = errors;
                                  for (const key11 in data28) {
                                    if (!(key11 === "keep")) {
                                      validate23.errors = [{ instancePath: instancePath + "/gc", schemaPath: "#/properties/gc/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, message: "must NOT have additional properties" }];
                                      return false;
                                      break;
                                    }
                                  }
                                  if (_errs67 === errors) {
                                    if (data28.keep !== void 0) {
                                      let data29 = data28.keep;
                                      const _errs68 = errors;
                                      if (errors === _errs68) {
                                        if (Array.isArray(data29)) {
                                          var valid18 = true;
                                          const len2 = data29.length;
                                          for (let i4 = 0; i4 < len2; i4++) {
                                            let data30 = data29[i4];
                                            const _errs70 = errors;
                                            if (errors === _errs70) {
                                              if (typeof data30 === "string") {
                                                if (func1(data30) > 200) {
                                                  validate23.errors = [{ instancePath: instancePath + "/gc/keep/" + i4, schemaPath: "#/properties/gc/properties/keep/items/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                                  return false;
                                                } else {
                                                  if (func1(data30) < 1) {
                                                    validate23.errors = [{ instancePath: instancePath + "/gc/keep/" + i4, schemaPath: "#/properties/gc/properties/keep/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                                    return false;
                                                  }
                                                }
                                              } else {
                                                validate23.errors = [{ instancePath: instancePath + "/gc/keep/" + i4, schemaPath: "#/properties/gc/properties/keep/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                return false;
                                              }
                                            }
                                            var valid18 = _errs70 === errors;
                                            if (!valid18) {
                                              break;
                                            }
                                          }
                                          if (valid18) {
                                            let i5 = data29.length;
                                            let j2;
                                            if (i5 > 1) {
                                              const indices1 = {};
                                              for (; i5--; ) {
                                                let item1 = data29[i5];
                                                if (typeof item1 !== "string") {
                                                  continue;
                                                }
                                                if (typeof indices1[item1] == "number") {
                                                  j2 = indices1[item1];
                                                  validate23.errors = [{ instancePath: instancePath + "/gc/keep", schemaPath: "#/properties/gc/properties/keep/uniqueItems", keyword: "uniqueItems", params: { i: i5, j: j2 }, message: "must NOT have duplicate items (items ## " + j2 + " and " + i5 + " are identical)" }];
                                                  return false;
                                                  break;
                                                }
                                                indices1[item1] = i5;
                                              }
                                            }
                                          }
                                        } else {
                                          validate23.errors = [{ instancePath: instancePath + "/gc/keep", schemaPath: "#/properties/gc/properties/keep/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                          return false;
                                        }
                                      }
                                    }
                                  }
                                } else {
                                  validate23.errors = [{ instancePath: instancePath + "/gc", schemaPath: "#/properties/gc/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                  return false;
                                }
                              }
                              var valid0 = _errs65 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.audit !== void 0) {
                                let data31 = data.audit;
                                const _errs72 = errors;
                                if (errors === _errs72) {
                                  if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
                                    const _errs74 = errors;
                                    for (const key12 in data31) {
                                      if (!(key12 === "require_signed")) {
                                        validate23.errors = [{ instancePath: instancePath + "/audit", schemaPath: "#/properties/audit/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key12 }, message: "must NOT have additional properties" }];
                                        return false;
                                        break;
                                      }
                                    }
                                    if (_errs74 === errors) {
                                      if (data31.require_signed !== void 0) {
                                        let data32 = data31.require_signed;
                                        const _errs75 = errors;
                                        if (errors === _errs75) {
                                          if (typeof data32 === "string") {
                                            if (!pattern11.test(data32)) {
                                              validate23.errors = [{ instancePath: instancePath + "/audit/require_signed", schemaPath: "#/properties/audit/properties/require_signed/pattern", keyword: "pattern", params: { pattern: "^(?:off|on|[0-9a-f]{40}|[0-9a-f]{64})$" }, message: 'must match pattern "^(?:off|on|[0-9a-f]{40}|[0-9a-f]{64})$"' }];
                                              return false;
                                            }
                                          } else {
                                            validate23.errors = [{ instancePath: instancePath + "/audit/require_signed", schemaPath: "#/properties/audit/properties/require_signed/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                            return false;
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate23.errors = [{ instancePath: instancePath + "/audit", schemaPath: "#/properties/audit/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                    return false;
                                  }
                                }
                                var valid0 = _errs72 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.jobs !== void 0) {
                                  let data33 = data.jobs;
                                  const _errs77 = errors;
                                  if (!(typeof data33 == "number" && (!(data33 % 1) && !isNaN(data33)) && isFinite(data33))) {
                                    validate23.errors = [{ instancePath: instancePath + "/jobs", schemaPath: "#/properties/jobs/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                    return false;
                                  }
                                  if (errors === _errs77) {
                                    if (typeof data33 == "number" && isFinite(data33)) {
                                      if (data33 > 256 || isNaN(data33)) {
                                        validate23.errors = [{ instancePath: instancePath + "/jobs", schemaPath: "#/properties/jobs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 256 }, message: "must be <= 256" }];
                                        return false;
                                      } else {
                                        if (data33 < 1 || isNaN(data33)) {
                                          validate23.errors = [{ instancePath: instancePath + "/jobs", schemaPath: "#/properties/jobs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                          return false;
                                        }
                                      }
                                    }
                                  }
                                  var valid0 = _errs77 === errors;
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
var validateDroppedFile = validate24;
var pattern13 = new RegExp("^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$", "u");
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
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.dropped === void 0 && (missing0 = "dropped") || data.versions === void 0 && (missing0 = "versions")) {
        validate24.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs2 = errors;
          if (1 !== data.pixelis) {
            validate24.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.dropped !== void 0) {
            let data1 = data.dropped;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (!pattern7.test(data1)) {
                  validate24.errors = [{ instancePath: instancePath + "/dropped", schemaPath: "common.schema.json#/$defs/Timestamp/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"' }];
                  return false;
                }
              } else {
                validate24.errors = [{ instancePath: instancePath + "/dropped", schemaPath: "common.schema.json#/$defs/Timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.rule !== void 0) {
              let data2 = data.rule;
              const _errs7 = errors;
              if (errors === _errs7) {
                if (typeof data2 === "string") {
                  if (func1(data2) < 1) {
                    validate24.errors = [{ instancePath: instancePath + "/rule", schemaPath: "#/properties/rule/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                } else {
                  validate24.errors = [{ instancePath: instancePath + "/rule", schemaPath: "#/properties/rule/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.by !== void 0) {
                let data3 = data.by;
                const _errs9 = errors;
                const _errs10 = errors;
                if (errors === _errs10) {
                  if (typeof data3 === "string") {
                    if (func1(data3) > 400) {
                      validate24.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/maxLength", keyword: "maxLength", params: { limit: 400 }, message: "must NOT have more than 400 characters" }];
                      return false;
                    } else {
                      if (func1(data3) < 1) {
                        validate24.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  } else {
                    validate24.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs9 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.versions !== void 0) {
                  let data4 = data.versions;
                  const _errs12 = errors;
                  if (errors === _errs12) {
                    if (Array.isArray(data4)) {
                      var valid4 = true;
                      const len0 = data4.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        let data5 = data4[i0];
                        const _errs14 = errors;
                        if (errors === _errs14) {
                          if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
                            let missing1;
                            if (data5.artifact === void 0 && (missing1 = "artifact") || data5.version === void 0 && (missing1 = "version") || data5.digest === void 0 && (missing1 = "digest")) {
                              validate24.errors = [{ instancePath: instancePath + "/versions/" + i0, schemaPath: "#/properties/versions/items/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                              return false;
                            } else {
                              if (data5.artifact !== void 0) {
                                let data6 = data5.artifact;
                                const _errs17 = errors;
                                const _errs18 = errors;
                                if (errors === _errs18) {
                                  if (typeof data6 === "string") {
                                    if (func1(data6) > 200) {
                                      validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                      return false;
                                    } else {
                                      if (func1(data6) < 1) {
                                        validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                        return false;
                                      } else {
                                        if (!pattern13.test(data6)) {
                                          validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                                          return false;
                                        }
                                      }
                                    }
                                  } else {
                                    validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid5 = _errs17 === errors;
                              } else {
                                var valid5 = true;
                              }
                              if (valid5) {
                                if (data5.version !== void 0) {
                                  let data7 = data5.version;
                                  const _errs20 = errors;
                                  const _errs21 = errors;
                                  if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)) && isFinite(data7))) {
                                    validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                    return false;
                                  }
                                  if (errors === _errs21) {
                                    if (typeof data7 == "number" && isFinite(data7)) {
                                      if (data7 > 9007199254740991 || isNaN(data7)) {
                                        validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                                        return false;
                                      } else {
                                        if (data7 < 1 || isNaN(data7)) {
                                          validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                          return false;
                                        }
                                      }
                                    }
                                  }
                                  var valid5 = _errs20 === errors;
                                } else {
                                  var valid5 = true;
                                }
                                if (valid5) {
                                  if (data5.digest !== void 0) {
                                    let data8 = data5.digest;
                                    const _errs23 = errors;
                                    const _errs24 = errors;
                                    if (errors === _errs24) {
                                      if (typeof data8 === "string") {
                                        if (!pattern5.test(data8)) {
                                          validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                          return false;
                                        }
                                      } else {
                                        validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                    }
                                    var valid5 = _errs23 === errors;
                                  } else {
                                    var valid5 = true;
                                  }
                                  if (valid5) {
                                    if (data5.isTree !== void 0) {
                                      const _errs26 = errors;
                                      if (typeof data5.isTree !== "boolean") {
                                        validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/isTree", schemaPath: "#/properties/versions/items/properties/isTree/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                                        return false;
                                      }
                                      var valid5 = _errs26 === errors;
                                    } else {
                                      var valid5 = true;
                                    }
                                    if (valid5) {
                                      if (data5.unpushed !== void 0) {
                                        const _errs28 = errors;
                                        if (typeof data5.unpushed !== "boolean") {
                                          validate24.errors = [{ instancePath: instancePath + "/versions/" + i0 + "/unpushed", schemaPath: "#/properties/versions/items/properties/unpushed/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                                          return false;
                                        }
                                        var valid5 = _errs28 === errors;
                                      } else {
                                        var valid5 = true;
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            validate24.errors = [{ instancePath: instancePath + "/versions/" + i0, schemaPath: "#/properties/versions/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid4 = _errs14 === errors;
                        if (!valid4) {
                          break;
                        }
                      }
                    } else {
                      validate24.errors = [{ instancePath: instancePath + "/versions", schemaPath: "#/properties/versions/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                      return false;
                    }
                  }
                  var valid0 = _errs12 === errors;
                } else {
                  var valid0 = true;
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
var validateEnvironmentFile = validate25;
var schema51 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://pixelis.dev/schemas/environment.schema.json", "title": "EnvironmentFile", "description": ".pixelis/environments/<digest>.yaml: what a command ran on. Named by the BLAKE3 of its own bytes, never edited.", "x-validator": true, "type": "object", "additionalProperties": true, "required": ["pixelis", "level"], "properties": { "pixelis": { "$ref": "common.schema.json#/$defs/Format" }, "level": { "description": "How much was captured: 1 basic, 2 standard, 3 complete.", "enum": [1, 2, 3] }, "python": { "$ref": "#/$defs/PythonFacts" }, "node": { "$ref": "#/$defs/NodeFacts" }, "programs": { "description": "Versions of other programs that take part, by name.", "type": "object", "additionalProperties": { "type": "string" } }, "lockfiles": { "type": "array", "items": { "$ref": "#/$defs/Lockfile" } }, "switches": { "description": "Variables that decide over determinism, as they are set.", "type": "object", "additionalProperties": { "type": "string" } }, "system": { "$ref": "#/$defs/SystemFacts" }, "gpu": { "$ref": "#/$defs/GpuFacts" }, "container": { "$ref": "#/$defs/ContainerFacts" }, "scheduler": { "$ref": "#/$defs/SchedulerFacts" }, "variables": { "description": "Environment variables, without those of the session and without secrets.", "type": "object", "additionalProperties": { "type": "string" } }, "unknown": { "description": "Why a fact is not known, by its place: gpu.driver.", "type": "object", "additionalProperties": { "type": "string" } } }, "$defs": { "PythonFacts": { "description": "The Python that the command uses.", "type": "object", "additionalProperties": false, "required": ["implementation", "version", "executable", "kind"], "properties": { "implementation": { "description": "cpython, pypy.", "type": "string" }, "version": { "type": "string" }, "executable": { "description": "Below the worktree relative to its top, below the home folder behind '~', else absolute.", "type": "string" }, "kind": { "enum": ["system", "venv", "virtualenv", "uv", "conda"] }, "packages": { "description": "Versions by name, lower case, with dashes.", "type": "object", "additionalProperties": { "type": "string" } }, "sources": { "description": "Where packages that came from no index are from.", "type": "object", "additionalProperties": { "type": "string" } }, "conda": { "description": "Version and build of conda packages, by name.", "type": "object", "additionalProperties": { "type": "string" } } } }, "NodeFacts": { "description": "The Node.js that the command uses.", "type": "object", "additionalProperties": false, "required": ["version"], "properties": { "version": { "type": "string" }, "manager": { "description": "Package manager and its version.", "type": "string" }, "packages": { "description": "Versions by name; 'a > b' is the b that only a sees.", "type": "object", "additionalProperties": { "type": "string" } } } }, "Lockfile": { "description": "A file that says which packages belong there.", "type": "object", "additionalProperties": false, "required": ["path", "digest"], "properties": { "path": { "description": "From the top of the worktree.", "type": "string" }, "digest": { "$ref": "common.schema.json#/$defs/DigestText" } } }, "SystemFacts": { "type": "object", "additionalProperties": false, "required": ["os", "kernel", "arch", "cores", "memory"], "properties": { "os": { "description": "linux, darwin, win32.", "type": "string" }, "distribution": { "type": "string" }, "kernel": { "type": "string" }, "arch": { "description": "x64, arm64.", "type": "string" }, "libc": { "description": "C library and version.", "type": "string" }, "cpu": { "description": "Model of the processor.", "type": "string" }, "cores": { "description": "Logical processors.", "type": "integer", "minimum": 1 }, "usable": { "description": "Processors that a process may use, where they are fewer.", "type": "integer", "minimum": 1 }, "memory": { "$ref": "common.schema.json#/$defs/ByteCount" }, "disk": { "$ref": "common.schema.json#/$defs/ByteCount" } } }, "GpuFacts": { "description": "The GPUs and the software that drives them.", "type": "object", "additionalProperties": false, "properties": { "devices": { "description": "Empty where there is none for sure; left out where it is not known.", "type": "array", "items": { "$ref": "#/$defs/GpuDevice" } }, "driver": { "type": "string" }, "cuda": { "description": "The newest CUDA that the driver supports.", "type": "string" }, "toolkit": { "description": "The CUDA toolkit that is installed.", "type": "string" }, "build": { "description": "The CUDA or ROCm that PyTorch was built for.", "type": "string" }, "cudnn": { "type": "string" }, "rocm": { "type": "string" } } }, "GpuDevice": { "type": "object", "additionalProperties": false, "required": ["name"], "properties": { "name": { "type": "string" }, "memory": { "$ref": "common.schema.json#/$defs/ByteCount" }, "capability": { "description": "Compute capability.", "type": "string" } } }, "ContainerFacts": { "type": "object", "additionalProperties": false, "required": ["kind"], "properties": { "kind": { "enum": ["none", "docker", "podman", "kubernetes", "singularity", "lxc", "other", "unknown"] }, "image": { "type": "string" }, "digest": { "description": "Digest of the image, as the engine writes it.", "type": "string" }, "cpus": { "description": "Processors that may be used at once, by the control group.", "type": "number", "exclusiveMinimum": 0 }, "memory": { "$ref": "common.schema.json#/$defs/ByteCount" } } }, "SchedulerFacts": { "description": "What the scheduler gave to the job; not which job it was.", "type": "object", "additionalProperties": false, "required": ["kind"], "properties": { "kind": { "enum": ["none", "slurm", "pbs", "lsf", "sge", "kubernetes", "ray"] }, "cluster": { "type": "string" }, "partition": { "description": "Partition or queue.", "type": "string" }, "nodes": { "type": "string" }, "tasks": { "type": "string" }, "cpus": { "description": "Of each task.", "type": "string" }, "gpus": { "type": "string" }, "memory": { "type": "string" } } } } };
var schema53 = { "description": "The Python that the command uses.", "type": "object", "additionalProperties": false, "required": ["implementation", "version", "executable", "kind"], "properties": { "implementation": { "description": "cpython, pypy.", "type": "string" }, "version": { "type": "string" }, "executable": { "description": "Below the worktree relative to its top, below the home folder behind '~', else absolute.", "type": "string" }, "kind": { "enum": ["system", "venv", "virtualenv", "uv", "conda"] }, "packages": { "description": "Versions by name, lower case, with dashes.", "type": "object", "additionalProperties": { "type": "string" } }, "sources": { "description": "Where packages that came from no index are from.", "type": "object", "additionalProperties": { "type": "string" } }, "conda": { "description": "Version and build of conda packages, by name.", "type": "object", "additionalProperties": { "type": "string" } } } };
var schema65 = { "description": "What the scheduler gave to the job; not which job it was.", "type": "object", "additionalProperties": false, "required": ["kind"], "properties": { "kind": { "enum": ["none", "slurm", "pbs", "lsf", "sge", "kubernetes", "ray"] }, "cluster": { "type": "string" }, "partition": { "description": "Partition or queue.", "type": "string" }, "nodes": { "type": "string" }, "tasks": { "type": "string" }, "cpus": { "description": "Of each task.", "type": "string" }, "gpus": { "type": "string" }, "memory": { "type": "string" } } };
function validate26(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.path === void 0 && (missing0 = "path") || data.digest === void 0 && (missing0 = "digest")) {
        validate26.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "path" || key0 === "digest")) {
            validate26.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.path !== void 0) {
            const _errs2 = errors;
            if (typeof data.path !== "string") {
              validate26.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.digest !== void 0) {
              let data1 = data.digest;
              const _errs4 = errors;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (typeof data1 === "string") {
                  if (!pattern5.test(data1)) {
                    validate26.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                    return false;
                  }
                } else {
                  validate26.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate26.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate26.errors = vErrors;
  return errors === 0;
}
validate26.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema57 = { "type": "object", "additionalProperties": false, "required": ["os", "kernel", "arch", "cores", "memory"], "properties": { "os": { "description": "linux, darwin, win32.", "type": "string" }, "distribution": { "type": "string" }, "kernel": { "type": "string" }, "arch": { "description": "x64, arm64.", "type": "string" }, "libc": { "description": "C library and version.", "type": "string" }, "cpu": { "description": "Model of the processor.", "type": "string" }, "cores": { "description": "Logical processors.", "type": "integer", "minimum": 1 }, "usable": { "description": "Processors that a process may use, where they are fewer.", "type": "integer", "minimum": 1 }, "memory": { "$ref": "common.schema.json#/$defs/ByteCount" }, "disk": { "$ref": "common.schema.json#/$defs/ByteCount" } } };
function validate28(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate28.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.os === void 0 && (missing0 = "os") || data.kernel === void 0 && (missing0 = "kernel") || data.arch === void 0 && (missing0 = "arch") || data.cores === void 0 && (missing0 = "cores") || data.memory === void 0 && (missing0 = "memory")) {
        validate28.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func3.call(schema57.properties, key0)) {
            validate28.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.os !== void 0) {
            const _errs2 = errors;
            if (typeof data.os !== "string") {
              validate28.errors = [{ instancePath: instancePath + "/os", schemaPath: "#/properties/os/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.distribution !== void 0) {
              const _errs4 = errors;
              if (typeof data.distribution !== "string") {
                validate28.errors = [{ instancePath: instancePath + "/distribution", schemaPath: "#/properties/distribution/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.kernel !== void 0) {
                const _errs6 = errors;
                if (typeof data.kernel !== "string") {
                  validate28.errors = [{ instancePath: instancePath + "/kernel", schemaPath: "#/properties/kernel/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.arch !== void 0) {
                  const _errs8 = errors;
                  if (typeof data.arch !== "string") {
                    validate28.errors = [{ instancePath: instancePath + "/arch", schemaPath: "#/properties/arch/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.libc !== void 0) {
                    const _errs10 = errors;
                    if (typeof data.libc !== "string") {
                      validate28.errors = [{ instancePath: instancePath + "/libc", schemaPath: "#/properties/libc/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.cpu !== void 0) {
                      const _errs12 = errors;
                      if (typeof data.cpu !== "string") {
                        validate28.errors = [{ instancePath: instancePath + "/cpu", schemaPath: "#/properties/cpu/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.cores !== void 0) {
                        let data6 = data.cores;
                        const _errs14 = errors;
                        if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)) && isFinite(data6))) {
                          validate28.errors = [{ instancePath: instancePath + "/cores", schemaPath: "#/properties/cores/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                          return false;
                        }
                        if (errors === _errs14) {
                          if (typeof data6 == "number" && isFinite(data6)) {
                            if (data6 < 1 || isNaN(data6)) {
                              validate28.errors = [{ instancePath: instancePath + "/cores", schemaPath: "#/properties/cores/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs14 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.usable !== void 0) {
                          let data7 = data.usable;
                          const _errs16 = errors;
                          if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)) && isFinite(data7))) {
                            validate28.errors = [{ instancePath: instancePath + "/usable", schemaPath: "#/properties/usable/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                            return false;
                          }
                          if (errors === _errs16) {
                            if (typeof data7 == "number" && isFinite(data7)) {
                              if (data7 < 1 || isNaN(data7)) {
                                validate28.errors = [{ instancePath: instancePath + "/usable", schemaPath: "#/properties/usable/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                return false;
                              }
                            }
                          }
                          var valid0 = _errs16 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.memory !== void 0) {
                            let data8 = data.memory;
                            const _errs18 = errors;
                            const _errs19 = errors;
                            if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8)) && isFinite(data8))) {
                              validate28.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                              return false;
                            }
                            if (errors === _errs19) {
                              if (typeof data8 == "number" && isFinite(data8)) {
                                if (data8 > 9007199254740991 || isNaN(data8)) {
                                  validate28.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                                  return false;
                                } else {
                                  if (data8 < 0 || isNaN(data8)) {
                                    validate28.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                    return false;
                                  }
                                }
                              }
                            }
                            var valid0 = _errs18 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.disk !== void 0) {
                              let data9 = data.disk;
                              const _errs21 = errors;
                              const _errs22 = errors;
                              if (!(typeof data9 == "number" && (!(data9 % 1) && !isNaN(data9)) && isFinite(data9))) {
                                validate28.errors = [{ instancePath: instancePath + "/disk", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                return false;
                              }
                              if (errors === _errs22) {
                                if (typeof data9 == "number" && isFinite(data9)) {
                                  if (data9 > 9007199254740991 || isNaN(data9)) {
                                    validate28.errors = [{ instancePath: instancePath + "/disk", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                                    return false;
                                  } else {
                                    if (data9 < 0 || isNaN(data9)) {
                                      validate28.errors = [{ instancePath: instancePath + "/disk", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                      return false;
                                    }
                                  }
                                }
                              }
                              var valid0 = _errs21 === errors;
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
        }
      }
    } else {
      validate28.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate28.errors = vErrors;
  return errors === 0;
}
validate28.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate31(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate31.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.name === void 0 && (missing0 = "name")) {
        validate31.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "name" || key0 === "memory" || key0 === "capability")) {
            validate31.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.name !== void 0) {
            const _errs2 = errors;
            if (typeof data.name !== "string") {
              validate31.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.memory !== void 0) {
              let data1 = data.memory;
              const _errs4 = errors;
              const _errs5 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate31.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs5) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate31.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 0 || isNaN(data1)) {
                      validate31.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.capability !== void 0) {
                const _errs7 = errors;
                if (typeof data.capability !== "string") {
                  validate31.errors = [{ instancePath: instancePath + "/capability", schemaPath: "#/properties/capability/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate31.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate31.errors = vErrors;
  return errors === 0;
}
validate31.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate30(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate30.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      const _errs1 = errors;
      for (const key0 in data) {
        if (!(key0 === "devices" || key0 === "driver" || key0 === "cuda" || key0 === "toolkit" || key0 === "build" || key0 === "cudnn" || key0 === "rocm")) {
          validate30.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
          return false;
          break;
        }
      }
      if (_errs1 === errors) {
        if (data.devices !== void 0) {
          let data0 = data.devices;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs4 = errors;
                if (!validate31(data0[i0], { instancePath: instancePath + "/devices/" + i0, parentData: data0, parentDataProperty: i0, rootData, dynamicAnchors })) {
                  vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs4 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate30.errors = [{ instancePath: instancePath + "/devices", schemaPath: "#/properties/devices/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
              return false;
            }
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.driver !== void 0) {
            const _errs5 = errors;
            if (typeof data.driver !== "string") {
              validate30.errors = [{ instancePath: instancePath + "/driver", schemaPath: "#/properties/driver/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            var valid0 = _errs5 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.cuda !== void 0) {
              const _errs7 = errors;
              if (typeof data.cuda !== "string") {
                validate30.errors = [{ instancePath: instancePath + "/cuda", schemaPath: "#/properties/cuda/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.toolkit !== void 0) {
                const _errs9 = errors;
                if (typeof data.toolkit !== "string") {
                  validate30.errors = [{ instancePath: instancePath + "/toolkit", schemaPath: "#/properties/toolkit/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs9 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.build !== void 0) {
                  const _errs11 = errors;
                  if (typeof data.build !== "string") {
                    validate30.errors = [{ instancePath: instancePath + "/build", schemaPath: "#/properties/build/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                  var valid0 = _errs11 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.cudnn !== void 0) {
                    const _errs13 = errors;
                    if (typeof data.cudnn !== "string") {
                      validate30.errors = [{ instancePath: instancePath + "/cudnn", schemaPath: "#/properties/cudnn/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                    var valid0 = _errs13 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.rocm !== void 0) {
                      const _errs15 = errors;
                      if (typeof data.rocm !== "string") {
                        validate30.errors = [{ instancePath: instancePath + "/rocm", schemaPath: "#/properties/rocm/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                      var valid0 = _errs15 === errors;
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
    } else {
      validate30.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate30.errors = vErrors;
  return errors === 0;
}
validate30.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema63 = { "type": "object", "additionalProperties": false, "required": ["kind"], "properties": { "kind": { "enum": ["none", "docker", "podman", "kubernetes", "singularity", "lxc", "other", "unknown"] }, "image": { "type": "string" }, "digest": { "description": "Digest of the image, as the engine writes it.", "type": "string" }, "cpus": { "description": "Processors that may be used at once, by the control group.", "type": "number", "exclusiveMinimum": 0 }, "memory": { "$ref": "common.schema.json#/$defs/ByteCount" } } };
function validate34(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate34.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.kind === void 0 && (missing0 = "kind")) {
        validate34.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "kind" || key0 === "image" || key0 === "digest" || key0 === "cpus" || key0 === "memory")) {
            validate34.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.kind !== void 0) {
            let data0 = data.kind;
            const _errs2 = errors;
            if (!(data0 === "none" || data0 === "docker" || data0 === "podman" || data0 === "kubernetes" || data0 === "singularity" || data0 === "lxc" || data0 === "other" || data0 === "unknown")) {
              validate34.errors = [{ instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema63.properties.kind.enum }, message: "must be equal to one of the allowed values" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.image !== void 0) {
              const _errs3 = errors;
              if (typeof data.image !== "string") {
                validate34.errors = [{ instancePath: instancePath + "/image", schemaPath: "#/properties/image/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.digest !== void 0) {
                const _errs5 = errors;
                if (typeof data.digest !== "string") {
                  validate34.errors = [{ instancePath: instancePath + "/digest", schemaPath: "#/properties/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.cpus !== void 0) {
                  let data3 = data.cpus;
                  const _errs7 = errors;
                  if (errors === _errs7) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 <= 0 || isNaN(data3)) {
                        validate34.errors = [{ instancePath: instancePath + "/cpus", schemaPath: "#/properties/cpus/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                        return false;
                      }
                    } else {
                      validate34.errors = [{ instancePath: instancePath + "/cpus", schemaPath: "#/properties/cpus/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                      return false;
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.memory !== void 0) {
                    let data4 = data.memory;
                    const _errs9 = errors;
                    const _errs10 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                      validate34.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs10) {
                      if (typeof data4 == "number" && isFinite(data4)) {
                        if (data4 > 9007199254740991 || isNaN(data4)) {
                          validate34.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                          return false;
                        } else {
                          if (data4 < 0 || isNaN(data4)) {
                            validate34.errors = [{ instancePath: instancePath + "/memory", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                            return false;
                          }
                        }
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate34.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate34.errors = vErrors;
  return errors === 0;
}
validate34.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate25(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
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
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.level === void 0 && (missing0 = "level")) {
        validate25.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs2 = errors;
          if (1 !== data.pixelis) {
            validate25.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.level !== void 0) {
            let data1 = data.level;
            const _errs4 = errors;
            if (!(data1 === 1 || data1 === 2 || data1 === 3)) {
              validate25.errors = [{ instancePath: instancePath + "/level", schemaPath: "#/properties/level/enum", keyword: "enum", params: { allowedValues: schema51.properties.level.enum }, message: "must be equal to one of the allowed values" }];
              return false;
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.python !== void 0) {
              let data2 = data.python;
              const _errs5 = errors;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                  let missing1;
                  if (data2.implementation === void 0 && (missing1 = "implementation") || data2.version === void 0 && (missing1 = "version") || data2.executable === void 0 && (missing1 = "executable") || data2.kind === void 0 && (missing1 = "kind")) {
                    validate25.errors = [{ instancePath: instancePath + "/python", schemaPath: "#/$defs/PythonFacts/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                    return false;
                  } else {
                    const _errs8 = errors;
                    for (const key0 in data2) {
                      if (!(key0 === "implementation" || key0 === "version" || key0 === "executable" || key0 === "kind" || key0 === "packages" || key0 === "sources" || key0 === "conda")) {
                        validate25.errors = [{ instancePath: instancePath + "/python", schemaPath: "#/$defs/PythonFacts/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
                        return false;
                        break;
                      }
                    }
                    if (_errs8 === errors) {
                      if (data2.implementation !== void 0) {
                        const _errs9 = errors;
                        if (typeof data2.implementation !== "string") {
                          validate25.errors = [{ instancePath: instancePath + "/python/implementation", schemaPath: "#/$defs/PythonFacts/properties/implementation/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                        var valid3 = _errs9 === errors;
                      } else {
                        var valid3 = true;
                      }
                      if (valid3) {
                        if (data2.version !== void 0) {
                          const _errs11 = errors;
                          if (typeof data2.version !== "string") {
                            validate25.errors = [{ instancePath: instancePath + "/python/version", schemaPath: "#/$defs/PythonFacts/properties/version/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                          var valid3 = _errs11 === errors;
                        } else {
                          var valid3 = true;
                        }
                        if (valid3) {
                          if (data2.executable !== void 0) {
                            const _errs13 = errors;
                            if (typeof data2.executable !== "string") {
                              validate25.errors = [{ instancePath: instancePath + "/python/executable", schemaPath: "#/$defs/PythonFacts/properties/executable/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                            var valid3 = _errs13 === errors;
                          } else {
                            var valid3 = true;
                          }
                          if (valid3) {
                            if (data2.kind !== void 0) {
                              let data6 = data2.kind;
                              const _errs15 = errors;
                              if (!(data6 === "system" || data6 === "venv" || data6 === "virtualenv" || data6 === "uv" || data6 === "conda")) {
                                validate25.errors = [{ instancePath: instancePath + "/python/kind", schemaPath: "#/$defs/PythonFacts/properties/kind/enum", keyword: "enum", params: { allowedValues: schema53.properties.kind.enum }, message: "must be equal to one of the allowed values" }];
                                return false;
                              }
                              var valid3 = _errs15 === errors;
                            } else {
                              var valid3 = true;
                            }
                            if (valid3) {
                              if (data2.packages !== void 0) {
                                let data7 = data2.packages;
                                const _errs16 = errors;
                                if (errors === _errs16) {
                                  if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
                                    for (const key1 in data7) {
                                      const _errs19 = errors;
                                      if (typeof data7[key1] !== "string") {
                                        validate25.errors = [{ instancePath: instancePath + "/python/packages/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/PythonFacts/properties/packages/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                      var valid4 = _errs19 === errors;
                                      if (!valid4) {
                                        break;
                                      }
                                    }
                                  } else {
                                    validate25.errors = [{ instancePath: instancePath + "/python/packages", schemaPath: "#/$defs/PythonFacts/properties/packages/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                    return false;
                                  }
                                }
                                var valid3 = _errs16 === errors;
                              } else {
                                var valid3 = true;
                              }
                              if (valid3) {
                                if (data2.sources !== void 0) {
                                  let data9 = data2.sources;
                                  const _errs21 = errors;
                                  if (errors === _errs21) {
                                    if (data9 && typeof data9 == "object" && !Array.isArray(data9)) {
                                      for (const key2 in data9) {
                                        const _errs24 = errors;
                                        if (typeof data9[key2] !== "string") {
                                          validate25.errors = [{ instancePath: instancePath + "/python/sources/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/PythonFacts/properties/sources/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                          return false;
                                        }
                                        var valid5 = _errs24 === errors;
                                        if (!valid5) {
                                          break;
                                        }
                                      }
                                    } else {
                                      validate25.errors = [{ instancePath: instancePath + "/python/sources", schemaPath: "#/$defs/PythonFacts/properties/sources/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                      return false;
                                    }
                                  }
                                  var valid3 = _errs21 === errors;
                                } else {
                                  var valid3 = true;
                                }
                                if (valid3) {
                                  if (data2.conda !== void 0) {
                                    let data11 = data2.conda;
                                    const _errs26 = errors;
                                    if (errors === _errs26) {
                                      if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
                                        for (const key3 in data11) {
                                          const _errs29 = errors;
                                          if (typeof data11[key3] !== "string") {
                                            validate25.errors = [{ instancePath: instancePath + "/python/conda/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/PythonFacts/properties/conda/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                            return false;
                                          }
                                          var valid6 = _errs29 === errors;
                                          if (!valid6) {
                                            break;
                                          }
                                        }
                                      } else {
                                        validate25.errors = [{ instancePath: instancePath + "/python/conda", schemaPath: "#/$defs/PythonFacts/properties/conda/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                        return false;
                                      }
                                    }
                                    var valid3 = _errs26 === errors;
                                  } else {
                                    var valid3 = true;
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
                  validate25.errors = [{ instancePath: instancePath + "/python", schemaPath: "#/$defs/PythonFacts/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.node !== void 0) {
                let data13 = data.node;
                const _errs31 = errors;
                const _errs32 = errors;
                if (errors === _errs32) {
                  if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
                    let missing2;
                    if (data13.version === void 0 && (missing2 = "version")) {
                      validate25.errors = [{ instancePath: instancePath + "/node", schemaPath: "#/$defs/NodeFacts/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" }];
                      return false;
                    } else {
                      const _errs34 = errors;
                      for (const key4 in data13) {
                        if (!(key4 === "version" || key4 === "manager" || key4 === "packages")) {
                          validate25.errors = [{ instancePath: instancePath + "/node", schemaPath: "#/$defs/NodeFacts/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" }];
                          return false;
                          break;
                        }
                      }
                      if (_errs34 === errors) {
                        if (data13.version !== void 0) {
                          const _errs35 = errors;
                          if (typeof data13.version !== "string") {
                            validate25.errors = [{ instancePath: instancePath + "/node/version", schemaPath: "#/$defs/NodeFacts/properties/version/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                          var valid8 = _errs35 === errors;
                        } else {
                          var valid8 = true;
                        }
                        if (valid8) {
                          if (data13.manager !== void 0) {
                            const _errs37 = errors;
                            if (typeof data13.manager !== "string") {
                              validate25.errors = [{ instancePath: instancePath + "/node/manager", schemaPath: "#/$defs/NodeFacts/properties/manager/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                            var valid8 = _errs37 === errors;
                          } else {
                            var valid8 = true;
                          }
                          if (valid8) {
                            if (data13.packages !== void 0) {
                              let data16 = data13.packages;
                              const _errs39 = errors;
                              if (errors === _errs39) {
                                if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
                                  for (const key5 in data16) {
                                    const _errs42 = errors;
                                    if (typeof data16[key5] !== "string") {
                                      validate25.errors = [{ instancePath: instancePath + "/node/packages/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/NodeFacts/properties/packages/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                    var valid9 = _errs42 === errors;
                                    if (!valid9) {
                                      break;
                                    }
                                  }
                                } else {
                                  validate25.errors = [{ instancePath: instancePath + "/node/packages", schemaPath: "#/$defs/NodeFacts/properties/packages/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                  return false;
                                }
                              }
                              var valid8 = _errs39 === errors;
                            } else {
                              var valid8 = true;
                            }
                          }
                        }
                      }
                    }
                  } else {
                    validate25.errors = [{ instancePath: instancePath + "/node", schemaPath: "#/$defs/NodeFacts/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                    return false;
                  }
                }
                var valid0 = _errs31 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.programs !== void 0) {
                  let data18 = data.programs;
                  const _errs44 = errors;
                  if (errors === _errs44) {
                    if (data18 && typeof data18 == "object" && !Array.isArray(data18)) {
                      for (const key6 in data18) {
                        const _errs47 = errors;
                        if (typeof data18[key6] !== "string") {
                          validate25.errors = [{ instancePath: instancePath + "/programs/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/programs/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                        var valid10 = _errs47 === errors;
                        if (!valid10) {
                          break;
                        }
                      }
                    } else {
                      validate25.errors = [{ instancePath: instancePath + "/programs", schemaPath: "#/properties/programs/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                      return false;
                    }
                  }
                  var valid0 = _errs44 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.lockfiles !== void 0) {
                    let data20 = data.lockfiles;
                    const _errs49 = errors;
                    if (errors === _errs49) {
                      if (Array.isArray(data20)) {
                        var valid11 = true;
                        const len0 = data20.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs51 = errors;
                          if (!validate26(data20[i0], { instancePath: instancePath + "/lockfiles/" + i0, parentData: data20, parentDataProperty: i0, rootData, dynamicAnchors })) {
                            vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
                            errors = vErrors.length;
                          }
                          var valid11 = _errs51 === errors;
                          if (!valid11) {
                            break;
                          }
                        }
                      } else {
                        validate25.errors = [{ instancePath: instancePath + "/lockfiles", schemaPath: "#/properties/lockfiles/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                        return false;
                      }
                    }
                    var valid0 = _errs49 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.switches !== void 0) {
                      let data22 = data.switches;
                      const _errs52 = errors;
                      if (errors === _errs52) {
                        if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                          for (const key7 in data22) {
                            const _errs55 = errors;
                            if (typeof data22[key7] !== "string") {
                              validate25.errors = [{ instancePath: instancePath + "/switches/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/switches/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                            var valid12 = _errs55 === errors;
                            if (!valid12) {
                              break;
                            }
                          }
                        } else {
                          validate25.errors = [{ instancePath: instancePath + "/switches", schemaPath: "#/properties/switches/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                          return false;
                        }
                      }
                      var valid0 = _errs52 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.system !== void 0) {
                        const _errs57 = errors;
                        if (!validate28(data.system, { instancePath: instancePath + "/system", parentData: data, parentDataProperty: "system", rootData, dynamicAnchors })) {
                          vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs57 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.gpu !== void 0) {
                          const _errs58 = errors;
                          if (!validate30(data.gpu, { instancePath: instancePath + "/gpu", parentData: data, parentDataProperty: "gpu", rootData, dynamicAnchors })) {
                            vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
                            errors = vErrors.length;
                          }
                          var valid0 = _errs58 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.container !== void 0) {
                            const _errs59 = errors;
                            if (!validate34(data.container, { instancePath: instancePath + "/container", parentData: data, parentDataProperty: "container", rootData, dynamicAnchors })) {
                              vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
                              errors = vErrors.length;
                            }
                            var valid0 = _errs59 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.scheduler !== void 0) {
                              let data27 = data.scheduler;
                              const _errs60 = errors;
                              const _errs61 = errors;
                              if (errors === _errs61) {
                                if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
                                  let missing3;
                                  if (data27.kind === void 0 && (missing3 = "kind")) {
                                    validate25.errors = [{ instancePath: instancePath + "/scheduler", schemaPath: "#/$defs/SchedulerFacts/required", keyword: "required", params: { missingProperty: missing3 }, message: "must have required property '" + missing3 + "'" }];
                                    return false;
                                  } else {
                                    const _errs63 = errors;
                                    for (const key8 in data27) {
                                      if (!(key8 === "kind" || key8 === "cluster" || key8 === "partition" || key8 === "nodes" || key8 === "tasks" || key8 === "cpus" || key8 === "gpus" || key8 === "memory")) {
                                        validate25.errors = [{ instancePath: instancePath + "/scheduler", schemaPath: "#/$defs/SchedulerFacts/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties" }];
                                        return false;
                                        break;
                                      }
                                    }
                                    if (_errs63 === errors) {
                                      if (data27.kind !== void 0) {
                                        let data28 = data27.kind;
                                        const _errs64 = errors;
                                        if (!(data28 === "none" || data28 === "slurm" || data28 === "pbs" || data28 === "lsf" || data28 === "sge" || data28 === "kubernetes" || data28 === "ray")) {
                                          validate25.errors = [{ instancePath: instancePath + "/scheduler/kind", schemaPath: "#/$defs/SchedulerFacts/properties/kind/enum", keyword: "enum", params: { allowedValues: schema65.properties.kind.enum }, message: "must be equal to one of the allowed values" }];
                                          return false;
                                        }
                                        var valid14 = _errs64 === errors;
                                      } else {
                                        var valid14 = true;
                                      }
                                      if (valid14) {
                                        if (data27.cluster !== void 0) {
                                          const _errs65 = errors;
                                          if (typeof data27.cluster !== "string") {
                                            validate25.errors = [{ instancePath: instancePath + "/scheduler/cluster", schemaPath: "#/$defs/SchedulerFacts/properties/cluster/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                            return false;
                                          }
                                          var valid14 = _errs65 === errors;
                                        } else {
                                          var valid14 = true;
                                        }
                                        if (valid14) {
                                          if (data27.partition !== void 0) {
                                            const _errs67 = errors;
                                            if (typeof data27.partition !== "string") {
                                              validate25.errors = [{ instancePath: instancePath + "/scheduler/partition", schemaPath: "#/$defs/SchedulerFacts/properties/partition/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                              return false;
                                            }
                                            var valid14 = _errs67 === errors;
                                          } else {
                                            var valid14 = true;
                                          }
                                          if (valid14) {
                                            if (data27.nodes !== void 0) {
                                              const _errs69 = errors;
                                              if (typeof data27.nodes !== "string") {
                                                validate25.errors = [{ instancePath: instancePath + "/scheduler/nodes", schemaPath: "#/$defs/SchedulerFacts/properties/nodes/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                return false;
                                              }
                                              var valid14 = _errs69 === errors;
                                            } else {
                                              var valid14 = true;
                                            }
                                            if (valid14) {
                                              if (data27.tasks !== void 0) {
                                                const _errs71 = errors;
                                                if (typeof data27.tasks !== "string") {
                                                  validate25.errors = [{ instancePath: instancePath + "/scheduler/tasks", schemaPath: "#/$defs/SchedulerFacts/properties/tasks/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                  return false;
                                                }
                                                var valid14 = _errs71 === errors;
                                              } else {
                                                var valid14 = true;
                                              }
                                              if (valid14) {
                                                if (data27.cpus !== void 0) {
                                                  const _errs73 = errors;
                                                  if (typeof data27.cpus !== "string") {
                                                    validate25.errors = [{ instancePath: instancePath + "/scheduler/cpus", schemaPath: "#/$defs/SchedulerFacts/properties/cpus/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                    return false;
                                                  }
                                                  var valid14 = _errs73 === errors;
                                                } else {
                                                  var valid14 = true;
                                                }
                                                if (valid14) {
                                                  if (data27.gpus !== void 0) {
                                                    const _errs75 = errors;
                                                    if (typeof data27.gpus !== "string") {
                                                      validate25.errors = [{ instancePath: instancePath + "/scheduler/gpus", schemaPath: "#/$defs/SchedulerFacts/properties/gpus/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                      return false;
                                                    }
                                                    var valid14 = _errs75 === errors;
                                                  } else {
                                                    var valid14 = true;
                                                  }
                                                  if (valid14) {
                                                    if (data27.memory !== void 0) {
                                                      const _errs77 = errors;
                                                      if (typeof data27.memory !== "string") {
                                                        validate25.errors = [{ instancePath: instancePath + "/scheduler/memory", schemaPath: "#/$defs/SchedulerFacts/properties/memory/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                        return false;
                                                      }
                                                      var valid14 = _errs77 === errors;
                                                    } else {
                                                      var valid14 = true;
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
                                  validate25.errors = [{ instancePath: instancePath + "/scheduler", schemaPath: "#/$defs/SchedulerFacts/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                  return false;
                                }
                              }
                              var valid0 = _errs60 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.variables !== void 0) {
                                let data36 = data.variables;
                                const _errs79 = errors;
                                if (errors === _errs79) {
                                  if (data36 && typeof data36 == "object" && !Array.isArray(data36)) {
                                    for (const key9 in data36) {
                                      const _errs82 = errors;
                                      if (typeof data36[key9] !== "string") {
                                        validate25.errors = [{ instancePath: instancePath + "/variables/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/variables/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                      var valid15 = _errs82 === errors;
                                      if (!valid15) {
                                        break;
                                      }
                                    }
                                  } else {
                                    validate25.errors = [{ instancePath: instancePath + "/variables", schemaPath: "#/properties/variables/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                    return false;
                                  }
                                }
                                var valid0 = _errs79 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.unknown !== void 0) {
                                  let data38 = data.unknown;
                                  const _errs84 = errors;
                                  if (errors === _errs84) {
                                    if (data38 && typeof data38 == "object" && !Array.isArray(data38)) {
                                      for (const key10 in data38) {
                                        const _errs87 = errors;
                                        if (typeof data38[key10] !== "string") {
                                          validate25.errors = [{ instancePath: instancePath + "/unknown/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/unknown/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                          return false;
                                        }
                                        var valid16 = _errs87 === errors;
                                        if (!valid16) {
                                          break;
                                        }
                                      }
                                    } else {
                                      validate25.errors = [{ instancePath: instancePath + "/unknown", schemaPath: "#/properties/unknown/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                      return false;
                                    }
                                  }
                                  var valid0 = _errs84 === errors;
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
var validatePointerFile = validate36;
function validate36(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate36.evaluated;
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
    validate36.errors = [{ instancePath, schemaPath: "#/not", keyword: "not", params: {}, message: "must NOT be valid" }];
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
        validate36.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs4 = errors;
          if (1 !== data.pixelis) {
            validate36.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
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
                  validate36.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data1) < 1) {
                    validate36.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern13.test(data1)) {
                      validate36.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate36.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                validate36.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs10) {
                if (typeof data2 == "number" && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate36.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data2 < 1 || isNaN(data2)) {
                      validate36.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
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
                      validate36.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                      return false;
                    }
                  } else {
                    validate36.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                    validate36.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                    return false;
                  }
                  if (errors === _errs16) {
                    if (typeof data4 == "number" && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate36.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                        return false;
                      } else {
                        if (data4 < 0 || isNaN(data4)) {
                          validate36.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
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
                      validate36.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs18) {
                      if (typeof data5 == "number" && isFinite(data5)) {
                        if (data5 < 0 || isNaN(data5)) {
                          validate36.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
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
                        validate36.errors = [{ instancePath: instancePath + "/executable", schemaPath: "#/properties/executable/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" }];
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
      validate36.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate36.errors = vErrors;
  return errors === 0;
}
validate36.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateRegistrationFile = validate37;
function validate37(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate37.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.clone === void 0 && (missing0 = "clone") || data.by === void 0 && (missing0 = "by") || data.registered === void 0 && (missing0 = "registered")) {
        validate37.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs2 = errors;
          if (1 !== data.pixelis) {
            validate37.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.clone !== void 0) {
            let data1 = data.clone;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (!pattern6.test(data1)) {
                  validate37.errors = [{ instancePath: instancePath + "/clone", schemaPath: "common.schema.json#/$defs/CloneId/pattern", keyword: "pattern", params: { pattern: "^[0-9a-f]{32}$" }, message: 'must match pattern "^[0-9a-f]{32}$"' }];
                  return false;
                }
              } else {
                validate37.errors = [{ instancePath: instancePath + "/clone", schemaPath: "common.schema.json#/$defs/CloneId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.by !== void 0) {
              let data2 = data.by;
              const _errs7 = errors;
              const _errs8 = errors;
              if (errors === _errs8) {
                if (typeof data2 === "string") {
                  if (func1(data2) > 400) {
                    validate37.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/maxLength", keyword: "maxLength", params: { limit: 400 }, message: "must NOT have more than 400 characters" }];
                    return false;
                  } else {
                    if (func1(data2) < 1) {
                      validate37.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    }
                  }
                } else {
                  validate37.errors = [{ instancePath: instancePath + "/by", schemaPath: "common.schema.json#/$defs/CloneLabel/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.registered !== void 0) {
                let data3 = data.registered;
                const _errs10 = errors;
                const _errs11 = errors;
                if (errors === _errs11) {
                  if (typeof data3 === "string") {
                    if (!pattern7.test(data3)) {
                      validate37.errors = [{ instancePath: instancePath + "/registered", schemaPath: "common.schema.json#/$defs/Timestamp/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"' }];
                      return false;
                    }
                  } else {
                    validate37.errors = [{ instancePath: instancePath + "/registered", schemaPath: "common.schema.json#/$defs/Timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs10 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.pushed !== void 0) {
                  let data4 = data.pushed;
                  const _errs13 = errors;
                  if (errors === _errs13) {
                    if (Array.isArray(data4)) {
                      var valid5 = true;
                      const len0 = data4.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        let data5 = data4[i0];
                        const _errs15 = errors;
                        const _errs16 = errors;
                        if (errors === _errs16) {
                          if (typeof data5 === "string") {
                            if (!pattern5.test(data5)) {
                              validate37.errors = [{ instancePath: instancePath + "/pushed/" + i0, schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                              return false;
                            }
                          } else {
                            validate37.errors = [{ instancePath: instancePath + "/pushed/" + i0, schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                        }
                        var valid5 = _errs15 === errors;
                        if (!valid5) {
                          break;
                        }
                      }
                    } else {
                      validate37.errors = [{ instancePath: instancePath + "/pushed", schemaPath: "#/properties/pushed/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                      return false;
                    }
                  }
                  var valid0 = _errs13 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.trees !== void 0) {
                    let data6 = data.trees;
                    const _errs18 = errors;
                    if (errors === _errs18) {
                      if (Array.isArray(data6)) {
                        var valid7 = true;
                        const len1 = data6.length;
                        for (let i1 = 0; i1 < len1; i1++) {
                          let data7 = data6[i1];
                          const _errs20 = errors;
                          const _errs21 = errors;
                          if (errors === _errs21) {
                            if (typeof data7 === "string") {
                              if (!pattern5.test(data7)) {
                                validate37.errors = [{ instancePath: instancePath + "/trees/" + i1, schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                return false;
                              }
                            } else {
                              validate37.errors = [{ instancePath: instancePath + "/trees/" + i1, schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                          }
                          var valid7 = _errs20 === errors;
                          if (!valid7) {
                            break;
                          }
                        }
                      } else {
                        validate37.errors = [{ instancePath: instancePath + "/trees", schemaPath: "#/properties/trees/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                        return false;
                      }
                    }
                    var valid0 = _errs18 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.files !== void 0) {
                      let data8 = data.files;
                      const _errs23 = errors;
                      if (errors === _errs23) {
                        if (Array.isArray(data8)) {
                          var valid9 = true;
                          const len2 = data8.length;
                          for (let i2 = 0; i2 < len2; i2++) {
                            let data9 = data8[i2];
                            const _errs25 = errors;
                            const _errs26 = errors;
                            if (errors === _errs26) {
                              if (typeof data9 === "string") {
                                if (!pattern5.test(data9)) {
                                  validate37.errors = [{ instancePath: instancePath + "/files/" + i2, schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                  return false;
                                }
                              } else {
                                validate37.errors = [{ instancePath: instancePath + "/files/" + i2, schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                return false;
                              }
                            }
                            var valid9 = _errs25 === errors;
                            if (!valid9) {
                              break;
                            }
                          }
                        } else {
                          validate37.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                          return false;
                        }
                      }
                      var valid0 = _errs23 === errors;
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
    } else {
      validate37.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate37.errors = vErrors;
  return errors === 0;
}
validate37.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateReturnedFile = validate38;
function validate38(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate38.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.back === void 0 && (missing0 = "back")) {
        validate38.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs2 = errors;
          if (1 !== data.pixelis) {
            validate38.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.back !== void 0) {
            let data1 = data.back;
            const _errs4 = errors;
            if (errors === _errs4) {
              if (Array.isArray(data1)) {
                var valid2 = true;
                const len0 = data1.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  let data2 = data1[i0];
                  const _errs6 = errors;
                  if (errors === _errs6) {
                    if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                      let missing1;
                      if (data2.run === void 0 && (missing1 = "run") || data2.digest === void 0 && (missing1 = "digest")) {
                        validate38.errors = [{ instancePath: instancePath + "/back/" + i0, schemaPath: "#/properties/back/items/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                        return false;
                      } else {
                        if (data2.run !== void 0) {
                          let data3 = data2.run;
                          const _errs9 = errors;
                          if (errors === _errs9) {
                            if (typeof data3 === "string") {
                              if (func1(data3) > 200) {
                                validate38.errors = [{ instancePath: instancePath + "/back/" + i0 + "/run", schemaPath: "#/properties/back/items/properties/run/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                return false;
                              } else {
                                if (func1(data3) < 1) {
                                  validate38.errors = [{ instancePath: instancePath + "/back/" + i0 + "/run", schemaPath: "#/properties/back/items/properties/run/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                  return false;
                                }
                              }
                            } else {
                              validate38.errors = [{ instancePath: instancePath + "/back/" + i0 + "/run", schemaPath: "#/properties/back/items/properties/run/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                          }
                          var valid3 = _errs9 === errors;
                        } else {
                          var valid3 = true;
                        }
                        if (valid3) {
                          if (data2.digest !== void 0) {
                            let data4 = data2.digest;
                            const _errs11 = errors;
                            const _errs12 = errors;
                            if (errors === _errs12) {
                              if (typeof data4 === "string") {
                                if (!pattern5.test(data4)) {
                                  validate38.errors = [{ instancePath: instancePath + "/back/" + i0 + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                  return false;
                                }
                              } else {
                                validate38.errors = [{ instancePath: instancePath + "/back/" + i0 + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                return false;
                              }
                            }
                            var valid3 = _errs11 === errors;
                          } else {
                            var valid3 = true;
                          }
                        }
                      }
                    } else {
                      validate38.errors = [{ instancePath: instancePath + "/back/" + i0, schemaPath: "#/properties/back/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                      return false;
                    }
                  }
                  var valid2 = _errs6 === errors;
                  if (!valid2) {
                    break;
                  }
                }
              } else {
                validate38.errors = [{ instancePath: instancePath + "/back", schemaPath: "#/properties/back/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
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
      validate38.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate38.errors = vErrors;
  return errors === 0;
}
validate38.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateRunFile = validate39;
var schema83 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://pixelis.dev/schemas/run.schema.json", "title": "RunFile", "description": ".pixelis/runs/<run>.yaml: the record of a run that has ended. Written once, never edited.", "x-validator": true, "type": "object", "additionalProperties": true, "required": ["pixelis", "run", "state", "kind", "command", "folder", "started", "ended", "seconds", "host", "user", "capture_level", "code"], "properties": { "pixelis": { "$ref": "common.schema.json#/$defs/Format" }, "run": { "$ref": "common.schema.json#/$defs/RunIdText" }, "name": { "description": "What the user calls it.", "type": "string", "minLength": 1, "maxLength": 200 }, "state": { "description": "How it ended.", "enum": ["COMPLETED", "FAILED", "INTERRUPTED"] }, "reason": { "description": "Why: an exit code, a signal, an error, a lost process.", "type": "string" }, "kind": { "description": "command: started by 'pixelis run'; function: code inside a program, through the library.", "enum": ["command", "function"] }, "command": { "description": "The command and its arguments.", "type": "array", "items": { "type": "string" } }, "folder": { "description": "Where it was started, from the top of the worktree; '' is the top.", "type": "string" }, "started": { "$ref": "common.schema.json#/$defs/PreciseTime" }, "ended": { "$ref": "common.schema.json#/$defs/PreciseTime" }, "seconds": { "description": "How long it took.", "type": "number", "minimum": 0 }, "exit_code": { "description": "Exit code of the command.", "type": "integer" }, "signal": { "description": "The signal that ended the command.", "type": "string" }, "host": { "type": "string" }, "user": { "type": "string" }, "capture_level": { "enum": [1, 2, 3] }, "environment": { "$ref": "common.schema.json#/$defs/DigestText" }, "code": { "$ref": "#/$defs/CodeState" }, "scheduler": { "description": "The job that it was part of, as the scheduler calls it.", "type": "object", "additionalProperties": { "type": "string" } }, "rank": { "$ref": "#/$defs/Rank" }, "config": { "description": "The configuration file that was named.", "type": "object", "additionalProperties": false, "required": ["path", "digest", "size"], "properties": { "path": { "type": "string" }, "digest": { "$ref": "common.schema.json#/$defs/DigestText" }, "size": { "$ref": "common.schema.json#/$defs/ByteCount" } } }, "params": { "$ref": "common.schema.json#/$defs/Metadata" }, "seed": { "type": "integer" }, "tags": { "type": "array", "items": { "type": "string", "minLength": 1, "maxLength": 200 } }, "inputs": { "type": "array", "items": { "$ref": "output.schema.json#/$defs/UsedVersion" } }, "declared_outputs": { "description": "What was to become versions, as it was asked for: PATH or PATH=NAME, from the folder.", "type": "array", "items": { "type": "string" } }, "outputs": { "type": "array", "items": { "$ref": "output.schema.json#/$defs/UsedVersion" } }, "metrics": { "description": "For each metric what its series comes to.", "type": "object", "additionalProperties": { "$ref": "#/$defs/MetricSummary" } }, "series": { "$ref": "#/$defs/StoredFile" }, "hardware": { "description": "Use of the machine, sampled: for each measure what its series comes to.", "type": "object", "additionalProperties": { "$ref": "#/$defs/MetricSummary" } }, "hardware_series": { "$ref": "#/$defs/StoredFile" }, "stdout": { "$ref": "#/$defs/StoredFile" }, "stderr": { "$ref": "#/$defs/StoredFile" }, "parent": { "$ref": "common.schema.json#/$defs/RunIdText" }, "resumes": { "$ref": "common.schema.json#/$defs/RunIdText" }, "reproduces": { "$ref": "#/$defs/Reproduction" }, "redacted": { "description": "Secrets that were kept out, by the rule that found them and a fingerprint of each.", "type": "array", "items": { "$ref": "#/$defs/Redaction" } } }, "$defs": { "CodeState": { "description": "The code that ran.", "type": "object", "additionalProperties": false, "required": ["dirty"], "properties": { "commit": { "type": "string", "pattern": "^(?:[0-9a-f]{40}|[0-9a-f]{64})$" }, "branch": { "type": "string" }, "remote": { "description": "URL of git's remote, without credentials.", "type": "string" }, "dirty": { "description": "Whether the worktree differed from the commit.", "type": "boolean" }, "changes": { "$ref": "#/$defs/CodeChanges" } } }, "CodeChanges": { "description": "What the worktree had that the commit has not: a tree of the files that were changed or untracked.", "type": "object", "additionalProperties": false, "required": ["digest", "size", "files"], "properties": { "digest": { "$ref": "common.schema.json#/$defs/DigestText" }, "size": { "$ref": "common.schema.json#/$defs/ByteCount" }, "files": { "type": "integer", "minimum": 0 }, "deleted": { "description": "Files of the commit that the worktree had not.", "type": "array", "items": { "type": "string" } }, "withheld": { "description": "Files that were left out, since they hold secrets by their name.", "type": "array", "items": { "type": "string" } } } }, "Rank": { "description": "Which of the processes of a distributed job it was.", "type": "object", "additionalProperties": false, "required": ["rank", "world", "group"], "properties": { "rank": { "type": "integer", "minimum": 0 }, "world": { "type": "integer", "minimum": 1 }, "group": { "$ref": "common.schema.json#/$defs/RunIdText" } } }, "StoredFile": { "description": "A file of the run, kept as an object.", "type": "object", "additionalProperties": false, "required": ["digest", "size"], "properties": { "digest": { "$ref": "common.schema.json#/$defs/DigestText" }, "size": { "$ref": "common.schema.json#/$defs/ByteCount" } } }, "MetricSummary": { "description": "What a series of numbers comes to.", "type": "object", "additionalProperties": false, "required": ["count", "last", "min", "max", "mean"], "properties": { "count": { "description": "Finite values in the series.", "type": "integer", "minimum": 1 }, "last": { "type": "number" }, "min": { "type": "number" }, "max": { "type": "number" }, "mean": { "type": "number" }, "step": { "description": "Step of the last value.", "type": "number" }, "not_finite": { "description": "Values that were no finite number (NaN, Infinity).", "type": "integer", "minimum": 1 } } }, "Redaction": { "type": "object", "additionalProperties": false, "required": ["where", "rule", "fingerprint", "count"], "properties": { "where": { "description": "argument, variable NAME, file PATH, stdout, remote \u2026", "type": "string" }, "rule": { "type": "string" }, "fingerprint": { "description": "Equal for the same secret in the same clone; says nothing of the secret itself.", "type": "string" }, "count": { "type": "integer", "minimum": 1 } } }, "Reproduction": { "description": "What came of executing another run again.", "type": "object", "additionalProperties": false, "required": ["run", "verdict", "outputs", "differences"], "properties": { "run": { "$ref": "common.schema.json#/$defs/RunIdText" }, "verdict": { "$ref": "#/$defs/Verdict" }, "reason": { "description": "Why it could not be executed.", "type": "string" }, "tolerance": { "type": "number", "minimum": 0 }, "outputs": { "type": "array", "items": { "$ref": "#/$defs/JudgedOutput" } }, "differences": { "description": "How the environment differed from the first, worst first.", "type": "array", "items": { "type": "string" } } } }, "Verdict": { "enum": ["identical", "within-tolerance", "different", "not-runnable"] }, "JudgedOutput": { "type": "object", "additionalProperties": false, "required": ["artifact", "version", "digest", "verdict"], "properties": { "artifact": { "$ref": "common.schema.json#/$defs/ArtifactNameText" }, "version": { "$ref": "common.schema.json#/$defs/VersionNumber" }, "digest": { "$ref": "common.schema.json#/$defs/DigestText" }, "path": { "type": "string" }, "verdict": { "$ref": "#/$defs/Verdict" }, "made": { "$ref": "common.schema.json#/$defs/DigestText" }, "deviation": { "description": "The largest relative deviation of a number.", "type": "number" }, "detail": { "description": "Where it differs, or why it is missing.", "type": "string" } } } } };
var pattern24 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", "u");
var pattern25 = new RegExp("^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$", "u");
var pattern28 = new RegExp("^(?:[0-9a-f]{40}|[0-9a-f]{64})$", "u");
function validate41(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate41.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.digest === void 0 && (missing0 = "digest") || data.size === void 0 && (missing0 = "size") || data.files === void 0 && (missing0 = "files")) {
        validate41.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "digest" || key0 === "size" || key0 === "files" || key0 === "deleted" || key0 === "withheld")) {
            validate41.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.digest !== void 0) {
            let data0 = data.digest;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (!pattern5.test(data0)) {
                  validate41.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                  return false;
                }
              } else {
                validate41.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.size !== void 0) {
              let data1 = data.size;
              const _errs5 = errors;
              const _errs6 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate41.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate41.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 0 || isNaN(data1)) {
                      validate41.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
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
              if (data.files !== void 0) {
                let data2 = data.files;
                const _errs8 = errors;
                if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                  validate41.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                  return false;
                }
                if (errors === _errs8) {
                  if (typeof data2 == "number" && isFinite(data2)) {
                    if (data2 < 0 || isNaN(data2)) {
                      validate41.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.deleted !== void 0) {
                  let data3 = data.deleted;
                  const _errs10 = errors;
                  if (errors === _errs10) {
                    if (Array.isArray(data3)) {
                      var valid3 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        const _errs12 = errors;
                        if (typeof data3[i0] !== "string") {
                          validate41.errors = [{ instancePath: instancePath + "/deleted/" + i0, schemaPath: "#/properties/deleted/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                        var valid3 = _errs12 === errors;
                        if (!valid3) {
                          break;
                        }
                      }
                    } else {
                      validate41.errors = [{ instancePath: instancePath + "/deleted", schemaPath: "#/properties/deleted/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                      return false;
                    }
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.withheld !== void 0) {
                    let data5 = data.withheld;
                    const _errs14 = errors;
                    if (errors === _errs14) {
                      if (Array.isArray(data5)) {
                        var valid4 = true;
                        const len1 = data5.length;
                        for (let i1 = 0; i1 < len1; i1++) {
                          const _errs16 = errors;
                          if (typeof data5[i1] !== "string") {
                            validate41.errors = [{ instancePath: instancePath + "/withheld/" + i1, schemaPath: "#/properties/withheld/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                          var valid4 = _errs16 === errors;
                          if (!valid4) {
                            break;
                          }
                        }
                      } else {
                        validate41.errors = [{ instancePath: instancePath + "/withheld", schemaPath: "#/properties/withheld/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                        return false;
                      }
                    }
                    var valid0 = _errs14 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate41.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate41.errors = vErrors;
  return errors === 0;
}
validate41.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate40(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate40.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.dirty === void 0 && (missing0 = "dirty")) {
        validate40.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "commit" || key0 === "branch" || key0 === "remote" || key0 === "dirty" || key0 === "changes")) {
            validate40.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.commit !== void 0) {
            let data0 = data.commit;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (!pattern28.test(data0)) {
                  validate40.errors = [{ instancePath: instancePath + "/commit", schemaPath: "#/properties/commit/pattern", keyword: "pattern", params: { pattern: "^(?:[0-9a-f]{40}|[0-9a-f]{64})$" }, message: 'must match pattern "^(?:[0-9a-f]{40}|[0-9a-f]{64})$"' }];
                  return false;
                }
              } else {
                validate40.errors = [{ instancePath: instancePath + "/commit", schemaPath: "#/properties/commit/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.branch !== void 0) {
              const _errs4 = errors;
              if (typeof data.branch !== "string") {
                validate40.errors = [{ instancePath: instancePath + "/branch", schemaPath: "#/properties/branch/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.remote !== void 0) {
                const _errs6 = errors;
                if (typeof data.remote !== "string") {
                  validate40.errors = [{ instancePath: instancePath + "/remote", schemaPath: "#/properties/remote/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.dirty !== void 0) {
                  const _errs8 = errors;
                  if (typeof data.dirty !== "boolean") {
                    validate40.errors = [{ instancePath: instancePath + "/dirty", schemaPath: "#/properties/dirty/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.changes !== void 0) {
                    const _errs10 = errors;
                    if (!validate41(data.changes, { instancePath: instancePath + "/changes", parentData: data, parentDataProperty: "changes", rootData, dynamicAnchors })) {
                      vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate40.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate40.errors = vErrors;
  return errors === 0;
}
validate40.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate44(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate44.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.rank === void 0 && (missing0 = "rank") || data.world === void 0 && (missing0 = "world") || data.group === void 0 && (missing0 = "group")) {
        validate44.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "rank" || key0 === "world" || key0 === "group")) {
            validate44.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.rank !== void 0) {
            let data0 = data.rank;
            const _errs2 = errors;
            if (!(typeof data0 == "number" && (!(data0 % 1) && !isNaN(data0)) && isFinite(data0))) {
              validate44.errors = [{ instancePath: instancePath + "/rank", schemaPath: "#/properties/rank/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs2) {
              if (typeof data0 == "number" && isFinite(data0)) {
                if (data0 < 0 || isNaN(data0)) {
                  validate44.errors = [{ instancePath: instancePath + "/rank", schemaPath: "#/properties/rank/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                  return false;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.world !== void 0) {
              let data1 = data.world;
              const _errs4 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate44.errors = [{ instancePath: instancePath + "/world", schemaPath: "#/properties/world/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 < 1 || isNaN(data1)) {
                    validate44.errors = [{ instancePath: instancePath + "/world", schemaPath: "#/properties/world/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.group !== void 0) {
                let data2 = data.group;
                const _errs6 = errors;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (typeof data2 === "string") {
                    if (!pattern24.test(data2)) {
                      validate44.errors = [{ instancePath: instancePath + "/group", schemaPath: "common.schema.json#/$defs/RunIdText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"' }];
                      return false;
                    }
                  } else {
                    validate44.errors = [{ instancePath: instancePath + "/group", schemaPath: "common.schema.json#/$defs/RunIdText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate44.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate44.errors = vErrors;
  return errors === 0;
}
validate44.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate47(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate47.evaluated;
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
        validate47.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "artifact" || key0 === "version" || key0 === "digest" || key0 === "role" || key0 === "path")) {
            validate47.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
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
                  validate47.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data0) < 1) {
                    validate47.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern13.test(data0)) {
                      validate47.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate47.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                validate47.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate47.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 1 || isNaN(data1)) {
                      validate47.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
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
                      validate47.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                      return false;
                    }
                  } else {
                    validate47.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.role !== void 0) {
                  const _errs11 = errors;
                  if (typeof data.role !== "string") {
                    validate47.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                  var valid0 = _errs11 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.path !== void 0) {
                    const _errs13 = errors;
                    if (typeof data.path !== "string") {
                      validate47.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                    var valid0 = _errs13 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate47.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate47.errors = vErrors;
  return errors === 0;
}
validate47.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate50(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate50.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.digest === void 0 && (missing0 = "digest") || data.size === void 0 && (missing0 = "size")) {
        validate50.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "digest" || key0 === "size")) {
            validate50.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.digest !== void 0) {
            let data0 = data.digest;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (!pattern5.test(data0)) {
                  validate50.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                  return false;
                }
              } else {
                validate50.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.size !== void 0) {
              let data1 = data.size;
              const _errs5 = errors;
              const _errs6 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate50.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate50.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 0 || isNaN(data1)) {
                      validate50.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate50.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate50.errors = vErrors;
  return errors === 0;
}
validate50.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema112 = { "enum": ["identical", "within-tolerance", "different", "not-runnable"] };
function validate56(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate56.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.artifact === void 0 && (missing0 = "artifact") || data.version === void 0 && (missing0 = "version") || data.digest === void 0 && (missing0 = "digest") || data.verdict === void 0 && (missing0 = "verdict")) {
        validate56.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "artifact" || key0 === "version" || key0 === "digest" || key0 === "path" || key0 === "verdict" || key0 === "made" || key0 === "deviation" || key0 === "detail")) {
            validate56.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
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
                  validate56.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data0) < 1) {
                    validate56.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern13.test(data0)) {
                      validate56.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate56.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                validate56.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate56.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 1 || isNaN(data1)) {
                      validate56.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
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
                      validate56.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                      return false;
                    }
                  } else {
                    validate56.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.path !== void 0) {
                  const _errs11 = errors;
                  if (typeof data.path !== "string") {
                    validate56.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                  var valid0 = _errs11 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.verdict !== void 0) {
                    let data4 = data.verdict;
                    const _errs13 = errors;
                    if (!(data4 === "identical" || data4 === "within-tolerance" || data4 === "different" || data4 === "not-runnable")) {
                      validate56.errors = [{ instancePath: instancePath + "/verdict", schemaPath: "#/$defs/Verdict/enum", keyword: "enum", params: { allowedValues: schema112.enum }, message: "must be equal to one of the allowed values" }];
                      return false;
                    }
                    var valid0 = _errs13 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.made !== void 0) {
                      let data5 = data.made;
                      const _errs15 = errors;
                      const _errs16 = errors;
                      if (errors === _errs16) {
                        if (typeof data5 === "string") {
                          if (!pattern5.test(data5)) {
                            validate56.errors = [{ instancePath: instancePath + "/made", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                            return false;
                          }
                        } else {
                          validate56.errors = [{ instancePath: instancePath + "/made", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                      var valid0 = _errs15 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.deviation !== void 0) {
                        let data6 = data.deviation;
                        const _errs18 = errors;
                        if (!(typeof data6 == "number" && isFinite(data6))) {
                          validate56.errors = [{ instancePath: instancePath + "/deviation", schemaPath: "#/properties/deviation/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                          return false;
                        }
                        var valid0 = _errs18 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.detail !== void 0) {
                          const _errs20 = errors;
                          if (typeof data.detail !== "string") {
                            validate56.errors = [{ instancePath: instancePath + "/detail", schemaPath: "#/properties/detail/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                          var valid0 = _errs20 === errors;
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
      validate56.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate56.errors = vErrors;
  return errors === 0;
}
validate56.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate55(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate55.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.run === void 0 && (missing0 = "run") || data.verdict === void 0 && (missing0 = "verdict") || data.outputs === void 0 && (missing0 = "outputs") || data.differences === void 0 && (missing0 = "differences")) {
        validate55.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "run" || key0 === "verdict" || key0 === "reason" || key0 === "tolerance" || key0 === "outputs" || key0 === "differences")) {
            validate55.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.run !== void 0) {
            let data0 = data.run;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (!pattern24.test(data0)) {
                  validate55.errors = [{ instancePath: instancePath + "/run", schemaPath: "common.schema.json#/$defs/RunIdText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"' }];
                  return false;
                }
              } else {
                validate55.errors = [{ instancePath: instancePath + "/run", schemaPath: "common.schema.json#/$defs/RunIdText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.verdict !== void 0) {
              let data1 = data.verdict;
              const _errs5 = errors;
              if (!(data1 === "identical" || data1 === "within-tolerance" || data1 === "different" || data1 === "not-runnable")) {
                validate55.errors = [{ instancePath: instancePath + "/verdict", schemaPath: "#/$defs/Verdict/enum", keyword: "enum", params: { allowedValues: schema112.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.reason !== void 0) {
                const _errs7 = errors;
                if (typeof data.reason !== "string") {
                  validate55.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.tolerance !== void 0) {
                  let data3 = data.tolerance;
                  const _errs9 = errors;
                  if (errors === _errs9) {
                    if (typeof data3 == "number" && isFinite(data3)) {
                      if (data3 < 0 || isNaN(data3)) {
                        validate55.errors = [{ instancePath: instancePath + "/tolerance", schemaPath: "#/properties/tolerance/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                        return false;
                      }
                    } else {
                      validate55.errors = [{ instancePath: instancePath + "/tolerance", schemaPath: "#/properties/tolerance/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                      return false;
                    }
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.outputs !== void 0) {
                    let data4 = data.outputs;
                    const _errs11 = errors;
                    if (errors === _errs11) {
                      if (Array.isArray(data4)) {
                        var valid3 = true;
                        const len0 = data4.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs13 = errors;
                          if (!validate56(data4[i0], { instancePath: instancePath + "/outputs/" + i0, parentData: data4, parentDataProperty: i0, rootData, dynamicAnchors })) {
                            vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
                            errors = vErrors.length;
                          }
                          var valid3 = _errs13 === errors;
                          if (!valid3) {
                            break;
                          }
                        }
                      } else {
                        validate55.errors = [{ instancePath: instancePath + "/outputs", schemaPath: "#/properties/outputs/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                        return false;
                      }
                    }
                    var valid0 = _errs11 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.differences !== void 0) {
                      let data6 = data.differences;
                      const _errs14 = errors;
                      if (errors === _errs14) {
                        if (Array.isArray(data6)) {
                          var valid4 = true;
                          const len1 = data6.length;
                          for (let i1 = 0; i1 < len1; i1++) {
                            const _errs16 = errors;
                            if (typeof data6[i1] !== "string") {
                              validate55.errors = [{ instancePath: instancePath + "/differences/" + i1, schemaPath: "#/properties/differences/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                            var valid4 = _errs16 === errors;
                            if (!valid4) {
                              break;
                            }
                          }
                        } else {
                          validate55.errors = [{ instancePath: instancePath + "/differences", schemaPath: "#/properties/differences/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                          return false;
                        }
                      }
                      var valid0 = _errs14 === errors;
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
    } else {
      validate55.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate55.errors = vErrors;
  return errors === 0;
}
validate55.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate39(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate39.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.run === void 0 && (missing0 = "run") || data.state === void 0 && (missing0 = "state") || data.kind === void 0 && (missing0 = "kind") || data.command === void 0 && (missing0 = "command") || data.folder === void 0 && (missing0 = "folder") || data.started === void 0 && (missing0 = "started") || data.ended === void 0 && (missing0 = "ended") || data.seconds === void 0 && (missing0 = "seconds") || data.host === void 0 && (missing0 = "host") || data.user === void 0 && (missing0 = "user") || data.capture_level === void 0 && (missing0 = "capture_level") || data.code === void 0 && (missing0 = "code")) {
        validate39.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs2 = errors;
          if (1 !== data.pixelis) {
            validate39.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.run !== void 0) {
            let data1 = data.run;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (!pattern24.test(data1)) {
                  validate39.errors = [{ instancePath: instancePath + "/run", schemaPath: "common.schema.json#/$defs/RunIdText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"' }];
                  return false;
                }
              } else {
                validate39.errors = [{ instancePath: instancePath + "/run", schemaPath: "common.schema.json#/$defs/RunIdText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.name !== void 0) {
              let data2 = data.name;
              const _errs7 = errors;
              if (errors === _errs7) {
                if (typeof data2 === "string") {
                  if (func1(data2) > 200) {
                    validate39.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                    return false;
                  } else {
                    if (func1(data2) < 1) {
                      validate39.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    }
                  }
                } else {
                  validate39.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.state !== void 0) {
                let data3 = data.state;
                const _errs9 = errors;
                if (!(data3 === "COMPLETED" || data3 === "FAILED" || data3 === "INTERRUPTED")) {
                  validate39.errors = [{ instancePath: instancePath + "/state", schemaPath: "#/properties/state/enum", keyword: "enum", params: { allowedValues: schema83.properties.state.enum }, message: "must be equal to one of the allowed values" }];
                  return false;
                }
                var valid0 = _errs9 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.reason !== void 0) {
                  const _errs10 = errors;
                  if (typeof data.reason !== "string") {
                    validate39.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.kind !== void 0) {
                    let data5 = data.kind;
                    const _errs12 = errors;
                    if (!(data5 === "command" || data5 === "function")) {
                      validate39.errors = [{ instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema83.properties.kind.enum }, message: "must be equal to one of the allowed values" }];
                      return false;
                    }
                    var valid0 = _errs12 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.command !== void 0) {
                      let data6 = data.command;
                      const _errs13 = errors;
                      if (errors === _errs13) {
                        if (Array.isArray(data6)) {
                          var valid3 = true;
                          const len0 = data6.length;
                          for (let i0 = 0; i0 < len0; i0++) {
                            const _errs15 = errors;
                            if (typeof data6[i0] !== "string") {
                              validate39.errors = [{ instancePath: instancePath + "/command/" + i0, schemaPath: "#/properties/command/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                            var valid3 = _errs15 === errors;
                            if (!valid3) {
                              break;
                            }
                          }
                        } else {
                          validate39.errors = [{ instancePath: instancePath + "/command", schemaPath: "#/properties/command/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                          return false;
                        }
                      }
                      var valid0 = _errs13 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.folder !== void 0) {
                        const _errs17 = errors;
                        if (typeof data.folder !== "string") {
                          validate39.errors = [{ instancePath: instancePath + "/folder", schemaPath: "#/properties/folder/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                        var valid0 = _errs17 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.started !== void 0) {
                          let data9 = data.started;
                          const _errs19 = errors;
                          const _errs20 = errors;
                          if (errors === _errs20) {
                            if (typeof data9 === "string") {
                              if (!pattern25.test(data9)) {
                                validate39.errors = [{ instancePath: instancePath + "/started", schemaPath: "common.schema.json#/$defs/PreciseTime/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$"' }];
                                return false;
                              }
                            } else {
                              validate39.errors = [{ instancePath: instancePath + "/started", schemaPath: "common.schema.json#/$defs/PreciseTime/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                              return false;
                            }
                          }
                          var valid0 = _errs19 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.ended !== void 0) {
                            let data10 = data.ended;
                            const _errs22 = errors;
                            const _errs23 = errors;
                            if (errors === _errs23) {
                              if (typeof data10 === "string") {
                                if (!pattern25.test(data10)) {
                                  validate39.errors = [{ instancePath: instancePath + "/ended", schemaPath: "common.schema.json#/$defs/PreciseTime/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$"' }];
                                  return false;
                                }
                              } else {
                                validate39.errors = [{ instancePath: instancePath + "/ended", schemaPath: "common.schema.json#/$defs/PreciseTime/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                return false;
                              }
                            }
                            var valid0 = _errs22 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.seconds !== void 0) {
                              let data11 = data.seconds;
                              const _errs25 = errors;
                              if (errors === _errs25) {
                                if (typeof data11 == "number" && isFinite(data11)) {
                                  if (data11 < 0 || isNaN(data11)) {
                                    validate39.errors = [{ instancePath: instancePath + "/seconds", schemaPath: "#/properties/seconds/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                    return false;
                                  }
                                } else {
                                  validate39.errors = [{ instancePath: instancePath + "/seconds", schemaPath: "#/properties/seconds/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                  return false;
                                }
                              }
                              var valid0 = _errs25 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.exit_code !== void 0) {
                                let data12 = data.exit_code;
                                const _errs27 = errors;
                                if (!(typeof data12 == "number" && (!(data12 % 1) && !isNaN(data12)) && isFinite(data12))) {
                                  validate39.errors = [{ instancePath: instancePath + "/exit_code", schemaPath: "#/properties/exit_code/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                  return false;
                                }
                                var valid0 = _errs27 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.signal !== void 0) {
                                  const _errs29 = errors;
                                  if (typeof data.signal !== "string") {
                                    validate39.errors = [{ instancePath: instancePath + "/signal", schemaPath: "#/properties/signal/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                  var valid0 = _errs29 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.host !== void 0) {
                                    const _errs31 = errors;
                                    if (typeof data.host !== "string") {
                                      validate39.errors = [{ instancePath: instancePath + "/host", schemaPath: "#/properties/host/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                    var valid0 = _errs31 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.user !== void 0) {
                                      const _errs33 = errors;
                                      if (typeof data.user !== "string") {
                                        validate39.errors = [{ instancePath: instancePath + "/user", schemaPath: "#/properties/user/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                      var valid0 = _errs33 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.capture_level !== void 0) {
                                        let data16 = data.capture_level;
                                        const _errs35 = errors;
                                        if (!(data16 === 1 || data16 === 2 || data16 === 3)) {
                                          validate39.errors = [{ instancePath: instancePath + "/capture_level", schemaPath: "#/properties/capture_level/enum", keyword: "enum", params: { allowedValues: schema83.properties.capture_level.enum }, message: "must be equal to one of the allowed values" }];
                                          return false;
                                        }
                                        var valid0 = _errs35 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.environment !== void 0) {
                                          let data17 = data.environment;
                                          const _errs36 = errors;
                                          const _errs37 = errors;
                                          if (errors === _errs37) {
                                            if (typeof data17 === "string") {
                                              if (!pattern5.test(data17)) {
                                                validate39.errors = [{ instancePath: instancePath + "/environment", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                                return false;
                                              }
                                            } else {
                                              validate39.errors = [{ instancePath: instancePath + "/environment", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                              return false;
                                            }
                                          }
                                          var valid0 = _errs36 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.code !== void 0) {
                                            const _errs39 = errors;
                                            if (!validate40(data.code, { instancePath: instancePath + "/code", parentData: data, parentDataProperty: "code", rootData, dynamicAnchors })) {
                                              vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
                                              errors = vErrors.length;
                                            }
                                            var valid0 = _errs39 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                          if (valid0) {
                                            if (data.scheduler !== void 0) {
                                              let data19 = data.scheduler;
                                              const _errs40 = errors;
                                              if (errors === _errs40) {
                                                if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
                                                  for (const key0 in data19) {
                                                    const _errs43 = errors;
                                                    if (typeof data19[key0] !== "string") {
                                                      validate39.errors = [{ instancePath: instancePath + "/scheduler/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/scheduler/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                      return false;
                                                    }
                                                    var valid7 = _errs43 === errors;
                                                    if (!valid7) {
                                                      break;
                                                    }
                                                  }
                                                } else {
                                                  validate39.errors = [{ instancePath: instancePath + "/scheduler", schemaPath: "#/properties/scheduler/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                  return false;
                                                }
                                              }
                                              var valid0 = _errs40 === errors;
                                            } else {
                                              var valid0 = true;
                                            }
                                            if (valid0) {
                                              if (data.rank !== void 0) {
                                                const _errs45 = errors;
                                                if (!validate44(data.rank, { instancePath: instancePath + "/rank", parentData: data, parentDataProperty: "rank", rootData, dynamicAnchors })) {
                                                  vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
                                                  errors = vErrors.length;
                                                }
                                                var valid0 = _errs45 === errors;
                                              } else {
                                                var valid0 = true;
                                              }
                                              if (valid0) {
                                                if (data.config !== void 0) {
                                                  let data22 = data.config;
                                                  const _errs46 = errors;
                                                  if (errors === _errs46) {
                                                    if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                                                      let missing1;
                                                      if (data22.path === void 0 && (missing1 = "path") || data22.digest === void 0 && (missing1 = "digest") || data22.size === void 0 && (missing1 = "size")) {
                                                        validate39.errors = [{ instancePath: instancePath + "/config", schemaPath: "#/properties/config/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                                                        return false;
                                                      } else {
                                                        const _errs48 = errors;
                                                        for (const key1 in data22) {
                                                          if (!(key1 === "path" || key1 === "digest" || key1 === "size")) {
                                                            validate39.errors = [{ instancePath: instancePath + "/config", schemaPath: "#/properties/config/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                                                            return false;
                                                            break;
                                                          }
                                                        }
                                                        if (_errs48 === errors) {
                                                          if (data22.path !== void 0) {
                                                            const _errs49 = errors;
                                                            if (typeof data22.path !== "string") {
                                                              validate39.errors = [{ instancePath: instancePath + "/config/path", schemaPath: "#/properties/config/properties/path/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                              return false;
                                                            }
                                                            var valid8 = _errs49 === errors;
                                                          } else {
                                                            var valid8 = true;
                                                          }
                                                          if (valid8) {
                                                            if (data22.digest !== void 0) {
                                                              let data24 = data22.digest;
                                                              const _errs51 = errors;
                                                              const _errs52 = errors;
                                                              if (errors === _errs52) {
                                                                if (typeof data24 === "string") {
                                                                  if (!pattern5.test(data24)) {
                                                                    validate39.errors = [{ instancePath: instancePath + "/config/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                                                    return false;
                                                                  }
                                                                } else {
                                                                  validate39.errors = [{ instancePath: instancePath + "/config/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid8 = _errs51 === errors;
                                                            } else {
                                                              var valid8 = true;
                                                            }
                                                            if (valid8) {
                                                              if (data22.size !== void 0) {
                                                                let data25 = data22.size;
                                                                const _errs54 = errors;
                                                                const _errs55 = errors;
                                                                if (!(typeof data25 == "number" && (!(data25 % 1) && !isNaN(data25)) && isFinite(data25))) {
                                                                  validate39.errors = [{ instancePath: instancePath + "/config/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                                  return false;
                                                                }
                                                                if (errors === _errs55) {
                                                                  if (typeof data25 == "number" && isFinite(data25)) {
                                                                    if (data25 > 9007199254740991 || isNaN(data25)) {
                                                                      validate39.errors = [{ instancePath: instancePath + "/config/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                                                                      return false;
                                                                    } else {
                                                                      if (data25 < 0 || isNaN(data25)) {
                                                                        validate39.errors = [{ instancePath: instancePath + "/config/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                                                        return false;
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                                var valid8 = _errs54 === errors;
                                                              } else {
                                                                var valid8 = true;
                                                              }
                                                            }
                                                          }
                                                        }
                                                      }
                                                    } else {
                                                      validate39.errors = [{ instancePath: instancePath + "/config", schemaPath: "#/properties/config/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                      return false;
                                                    }
                                                  }
                                                  var valid0 = _errs46 === errors;
                                                } else {
                                                  var valid0 = true;
                                                }
                                                if (valid0) {
                                                  if (data.params !== void 0) {
                                                    let data26 = data.params;
                                                    const _errs57 = errors;
                                                    const _errs58 = errors;
                                                    if (errors === _errs58) {
                                                      if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
                                                      } else {
                                                        validate39.errors = [{ instancePath: instancePath + "/params", schemaPath: "common.schema.json#/$defs/Metadata/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                        return false;
                                                      }
                                                    }
                                                    var valid0 = _errs57 === errors;
                                                  } else {
                                                    var valid0 = true;
                                                  }
                                                  if (valid0) {
                                                    if (data.seed !== void 0) {
                                                      let data27 = data.seed;
                                                      const _errs61 = errors;
                                                      if (!(typeof data27 == "number" && (!(data27 % 1) && !isNaN(data27)) && isFinite(data27))) {
                                                        validate39.errors = [{ instancePath: instancePath + "/seed", schemaPath: "#/properties/seed/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                        return false;
                                                      }
                                                      var valid0 = _errs61 === errors;
                                                    } else {
                                                      var valid0 = true;
                                                    }
                                                    if (valid0) {
                                                      if (data.tags !== void 0) {
                                                        let data28 = data.tags;
                                                        const _errs63 = errors;
                                                        if (errors === _errs63) {
                                                          if (Array.isArray(data28)) {
                                                            var valid12 = true;
                                                            const len1 = data28.length;
                                                            for (let i1 = 0; i1 < len1; i1++) {
                                                              let data29 = data28[i1];
                                                              const _errs65 = errors;
                                                              if (errors === _errs65) {
                                                                if (typeof data29 === "string") {
                                                                  if (func1(data29) > 200) {
                                                                    validate39.errors = [{ instancePath: instancePath + "/tags/" + i1, schemaPath: "#/properties/tags/items/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                                                    return false;
                                                                  } else {
                                                                    if (func1(data29) < 1) {
                                                                      validate39.errors = [{ instancePath: instancePath + "/tags/" + i1, schemaPath: "#/properties/tags/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                                                      return false;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate39.errors = [{ instancePath: instancePath + "/tags/" + i1, schemaPath: "#/properties/tags/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid12 = _errs65 === errors;
                                                              if (!valid12) {
                                                                break;
                                                              }
                                                            }
                                                          } else {
                                                            validate39.errors = [{ instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                                            return false;
                                                          }
                                                        }
                                                        var valid0 = _errs63 === errors;
                                                      } else {
                                                        var valid0 = true;
                                                      }
                                                      if (valid0) {
                                                        if (data.inputs !== void 0) {
                                                          let data30 = data.inputs;
                                                          const _errs67 = errors;
                                                          if (errors === _errs67) {
                                                            if (Array.isArray(data30)) {
                                                              var valid13 = true;
                                                              const len2 = data30.length;
                                                              for (let i2 = 0; i2 < len2; i2++) {
                                                                const _errs69 = errors;
                                                                if (!validate47(data30[i2], { instancePath: instancePath + "/inputs/" + i2, parentData: data30, parentDataProperty: i2, rootData, dynamicAnchors })) {
                                                                  vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
                                                                  errors = vErrors.length;
                                                                }
                                                                var valid13 = _errs69 === errors;
                                                                if (!valid13) {
                                                                  break;
                                                                }
                                                              }
                                                            } else {
                                                              validate39.errors = [{ instancePath: instancePath + "/inputs", schemaPath: "#/properties/inputs/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                                              return false;
                                                            }
                                                          }
                                                          var valid0 = _errs67 === errors;
                                                        } else {
                                                          var valid0 = true;
                                                        }
                                                        if (valid0) {
                                                          if (data.declared_outputs !== void 0) {
                                                            let data32 = data.declared_outputs;
                                                            const _errs70 = errors;
                                                            if (errors === _errs70) {
                                                              if (Array.isArray(data32)) {
                                                                var valid14 = true;
                                                                const len3 = data32.length;
                                                                for (let i3 = 0; i3 < len3; i3++) {
                                                                  const _errs72 = errors;
                                                                  if (typeof data32[i3] !== "string") {
                                                                    validate39.errors = [{ instancePath: instancePath + "/declared_outputs/" + i3, schemaPath: "#/properties/declared_outputs/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                    return false;
                                                                  }
                                                                  var valid14 = _errs72 === errors;
                                                                  if (!valid14) {
                                                                    break;
                                                                  }
                                                                }
                                                              } else {
                                                                validate39.errors = [{ instancePath: instancePath + "/declared_outputs", schemaPath: "#/properties/declared_outputs/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                                                return false;
                                                              }
                                                            }
                                                            var valid0 = _errs70 === errors;
                                                          } else {
                                                            var valid0 = true;
                                                          }
                                                          if (valid0) {
                                                            if (data.outputs !== void 0) {
                                                              let data34 = data.outputs;
                                                              const _errs74 = errors;
                                                              if (errors === _errs74) {
                                                                if (Array.isArray(data34)) {
                                                                  var valid15 = true;
                                                                  const len4 = data34.length;
                                                                  for (let i4 = 0; i4 < len4; i4++) {
                                                                    const _errs76 = errors;
                                                                    if (!validate47(data34[i4], { instancePath: instancePath + "/outputs/" + i4, parentData: data34, parentDataProperty: i4, rootData, dynamicAnchors })) {
                                                                      vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
                                                                      errors = vErrors.length;
                                                                    }
                                                                    var valid15 = _errs76 === errors;
                                                                    if (!valid15) {
                                                                      break;
                                                                    }
                                                                  }
                                                                } else {
                                                                  validate39.errors = [{ instancePath: instancePath + "/outputs", schemaPath: "#/properties/outputs/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                                                  return false;
                                                                }
                                                              }
                                                              var valid0 = _errs74 === errors;
                                                            } else {
                                                              var valid0 = true;
                                                            }
                                                            if (valid0) {
                                                              if (data.metrics !== void 0) {
                                                                let data36 = data.metrics;
                                                                const _errs77 = errors;
                                                                if (errors === _errs77) {
                                                                  if (data36 && typeof data36 == "object" && !Array.isArray(data36)) {
                                                                    for (const key2 in data36) {
                                                                      let data37 = data36[key2];
                                                                      const _errs80 = errors;
                                                                      const _errs81 = errors;
                                                                      if (errors === _errs81) {
                                                                        if (data37 && typeof data37 == "object" && !Array.isArray(data37)) {
                                                                          let missing2;
                                                                          if (data37.count === void 0 && (missing2 = "count") || data37.last === void 0 && (missing2 = "last") || data37.min === void 0 && (missing2 = "min") || data37.max === void 0 && (missing2 = "max") || data37.mean === void 0 && (missing2 = "mean")) {
                                                                            validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/MetricSummary/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" }];
                                                                            return false;
                                                                          } else {
                                                                            const _errs83 = errors;
                                                                            for (const key3 in data37) {
                                                                              if (!(key3 === "count" || key3 === "last" || key3 === "min" || key3 === "max" || key3 === "mean" || key3 === "step" || key3 === "not_finite")) {
                                                                                validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/MetricSummary/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" }];
                                                                                return false;
                                                                                break;
                                                                              }
                                                                            }
                                                                            if (_errs83 === errors) {
                                                                              if (data37.count !== void 0) {
                                                                                let data38 = data37.count;
                                                                                const _errs84 = errors;
                                                                                if (!(typeof data38 == "number" && (!(data38 % 1) && !isNaN(data38)) && isFinite(data38))) {
                                                                                  validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/count", schemaPath: "#/$defs/MetricSummary/properties/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                                                  return false;
                                                                                }
                                                                                if (errors === _errs84) {
                                                                                  if (typeof data38 == "number" && isFinite(data38)) {
                                                                                    if (data38 < 1 || isNaN(data38)) {
                                                                                      validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/count", schemaPath: "#/$defs/MetricSummary/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                }
                                                                                var valid18 = _errs84 === errors;
                                                                              } else {
                                                                                var valid18 = true;
                                                                              }
                                                                              if (valid18) {
                                                                                if (data37.last !== void 0) {
                                                                                  let data39 = data37.last;
                                                                                  const _errs86 = errors;
                                                                                  if (!(typeof data39 == "number" && isFinite(data39))) {
                                                                                    validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/last", schemaPath: "#/$defs/MetricSummary/properties/last/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                    return false;
                                                                                  }
                                                                                  var valid18 = _errs86 === errors;
                                                                                } else {
                                                                                  var valid18 = true;
                                                                                }
                                                                                if (valid18) {
                                                                                  if (data37.min !== void 0) {
                                                                                    let data40 = data37.min;
                                                                                    const _errs88 = errors;
                                                                                    if (!(typeof data40 == "number" && isFinite(data40))) {
                                                                                      validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/min", schemaPath: "#/$defs/MetricSummary/properties/min/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                      return false;
                                                                                    }
                                                                                    var valid18 = _errs88 === errors;
                                                                                  } else {
                                                                                    var valid18 = true;
                                                                                  }
                                                                                  if (valid18) {
                                                                                    if (data37.max !== void 0) {
                                                                                      let data41 = data37.max;
                                                                                      const _errs90 = errors;
                                                                                      if (!(typeof data41 == "number" && isFinite(data41))) {
                                                                                        validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/max", schemaPath: "#/$defs/MetricSummary/properties/max/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                        return false;
                                                                                      }
                                                                                      var valid18 = _errs90 === errors;
                                                                                    } else {
                                                                                      var valid18 = true;
                                                                                    }
                                                                                    if (valid18) {
                                                                                      if (data37.mean !== void 0) {
                                                                                        let data42 = data37.mean;
                                                                                        const _errs92 = errors;
                                                                                        if (!(typeof data42 == "number" && isFinite(data42))) {
                                                                                          validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/mean", schemaPath: "#/$defs/MetricSummary/properties/mean/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                          return false;
                                                                                        }
                                                                                        var valid18 = _errs92 === errors;
                                                                                      } else {
                                                                                        var valid18 = true;
                                                                                      }
                                                                                      if (valid18) {
                                                                                        if (data37.step !== void 0) {
                                                                                          let data43 = data37.step;
                                                                                          const _errs94 = errors;
                                                                                          if (!(typeof data43 == "number" && isFinite(data43))) {
                                                                                            validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/step", schemaPath: "#/$defs/MetricSummary/properties/step/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                            return false;
                                                                                          }
                                                                                          var valid18 = _errs94 === errors;
                                                                                        } else {
                                                                                          var valid18 = true;
                                                                                        }
                                                                                        if (valid18) {
                                                                                          if (data37.not_finite !== void 0) {
                                                                                            let data44 = data37.not_finite;
                                                                                            const _errs96 = errors;
                                                                                            if (!(typeof data44 == "number" && (!(data44 % 1) && !isNaN(data44)) && isFinite(data44))) {
                                                                                              validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/not_finite", schemaPath: "#/$defs/MetricSummary/properties/not_finite/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                                                              return false;
                                                                                            }
                                                                                            if (errors === _errs96) {
                                                                                              if (typeof data44 == "number" && isFinite(data44)) {
                                                                                                if (data44 < 1 || isNaN(data44)) {
                                                                                                  validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/not_finite", schemaPath: "#/$defs/MetricSummary/properties/not_finite/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                                                  return false;
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                            var valid18 = _errs96 === errors;
                                                                                          } else {
                                                                                            var valid18 = true;
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
                                                                          validate39.errors = [{ instancePath: instancePath + "/metrics/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/MetricSummary/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid16 = _errs80 === errors;
                                                                      if (!valid16) {
                                                                        break;
                                                                      }
                                                                    }
                                                                  } else {
                                                                    validate39.errors = [{ instancePath: instancePath + "/metrics", schemaPath: "#/properties/metrics/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                                    return false;
                                                                  }
                                                                }
                                                                var valid0 = _errs77 === errors;
                                                              } else {
                                                                var valid0 = true;
                                                              }
                                                              if (valid0) {
                                                                if (data.series !== void 0) {
                                                                  const _errs98 = errors;
                                                                  if (!validate50(data.series, { instancePath: instancePath + "/series", parentData: data, parentDataProperty: "series", rootData, dynamicAnchors })) {
                                                                    vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
                                                                    errors = vErrors.length;
                                                                  }
                                                                  var valid0 = _errs98 === errors;
                                                                } else {
                                                                  var valid0 = true;
                                                                }
                                                                if (valid0) {
                                                                  if (data.hardware !== void 0) {
                                                                    let data46 = data.hardware;
                                                                    const _errs99 = errors;
                                                                    if (errors === _errs99) {
                                                                      if (data46 && typeof data46 == "object" && !Array.isArray(data46)) {
                                                                        for (const key4 in data46) {
                                                                          let data47 = data46[key4];
                                                                          const _errs102 = errors;
                                                                          const _errs103 = errors;
                                                                          if (errors === _errs103) {
                                                                            if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
                                                                              let missing3;
                                                                              if (data47.count === void 0 && (missing3 = "count") || data47.last === void 0 && (missing3 = "last") || data47.min === void 0 && (missing3 = "min") || data47.max === void 0 && (missing3 = "max") || data47.mean === void 0 && (missing3 = "mean")) {
                                                                                validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/MetricSummary/required", keyword: "required", params: { missingProperty: missing3 }, message: "must have required property '" + missing3 + "'" }];
                                                                                return false;
                                                                              } else {
                                                                                const _errs105 = errors;
                                                                                for (const key5 in data47) {
                                                                                  if (!(key5 === "count" || key5 === "last" || key5 === "min" || key5 === "max" || key5 === "mean" || key5 === "step" || key5 === "not_finite")) {
                                                                                    validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/MetricSummary/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties" }];
                                                                                    return false;
                                                                                    break;
                                                                                  }
                                                                                }
                                                                                if (_errs105 === errors) {
                                                                                  if (data47.count !== void 0) {
                                                                                    let data48 = data47.count;
                                                                                    const _errs106 = errors;
                                                                                    if (!(typeof data48 == "number" && (!(data48 % 1) && !isNaN(data48)) && isFinite(data48))) {
                                                                                      validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/count", schemaPath: "#/$defs/MetricSummary/properties/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                                                      return false;
                                                                                    }
                                                                                    if (errors === _errs106) {
                                                                                      if (typeof data48 == "number" && isFinite(data48)) {
                                                                                        if (data48 < 1 || isNaN(data48)) {
                                                                                          validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/count", schemaPath: "#/$defs/MetricSummary/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                                          return false;
                                                                                        }
                                                                                      }
                                                                                    }
                                                                                    var valid21 = _errs106 === errors;
                                                                                  } else {
                                                                                    var valid21 = true;
                                                                                  }
                                                                                  if (valid21) {
                                                                                    if (data47.last !== void 0) {
                                                                                      let data49 = data47.last;
                                                                                      const _errs108 = errors;
                                                                                      if (!(typeof data49 == "number" && isFinite(data49))) {
                                                                                        validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/last", schemaPath: "#/$defs/MetricSummary/properties/last/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                        return false;
                                                                                      }
                                                                                      var valid21 = _errs108 === errors;
                                                                                    } else {
                                                                                      var valid21 = true;
                                                                                    }
                                                                                    if (valid21) {
                                                                                      if (data47.min !== void 0) {
                                                                                        let data50 = data47.min;
                                                                                        const _errs110 = errors;
                                                                                        if (!(typeof data50 == "number" && isFinite(data50))) {
                                                                                          validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/min", schemaPath: "#/$defs/MetricSummary/properties/min/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                          return false;
                                                                                        }
                                                                                        var valid21 = _errs110 === errors;
                                                                                      } else {
                                                                                        var valid21 = true;
                                                                                      }
                                                                                      if (valid21) {
                                                                                        if (data47.max !== void 0) {
                                                                                          let data51 = data47.max;
                                                                                          const _errs112 = errors;
                                                                                          if (!(typeof data51 == "number" && isFinite(data51))) {
                                                                                            validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/max", schemaPath: "#/$defs/MetricSummary/properties/max/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                            return false;
                                                                                          }
                                                                                          var valid21 = _errs112 === errors;
                                                                                        } else {
                                                                                          var valid21 = true;
                                                                                        }
                                                                                        if (valid21) {
                                                                                          if (data47.mean !== void 0) {
                                                                                            let data52 = data47.mean;
                                                                                            const _errs114 = errors;
                                                                                            if (!(typeof data52 == "number" && isFinite(data52))) {
                                                                                              validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mean", schemaPath: "#/$defs/MetricSummary/properties/mean/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                              return false;
                                                                                            }
                                                                                            var valid21 = _errs114 === errors;
                                                                                          } else {
                                                                                            var valid21 = true;
                                                                                          }
                                                                                          if (valid21) {
                                                                                            if (data47.step !== void 0) {
                                                                                              let data53 = data47.step;
                                                                                              const _errs116 = errors;
                                                                                              if (!(typeof data53 == "number" && isFinite(data53))) {
                                                                                                validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/step", schemaPath: "#/$defs/MetricSummary/properties/step/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                                                                                return false;
                                                                                              }
                                                                                              var valid21 = _errs116 === errors;
                                                                                            } else {
                                                                                              var valid21 = true;
                                                                                            }
                                                                                            if (valid21) {
                                                                                              if (data47.not_finite !== void 0) {
                                                                                                let data54 = data47.not_finite;
                                                                                                const _errs118 = errors;
                                                                                                if (!(typeof data54 == "number" && (!(data54 % 1) && !isNaN(data54)) && isFinite(data54))) {
                                                                                                  validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/not_finite", schemaPath: "#/$defs/MetricSummary/properties/not_finite/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                                                                  return false;
                                                                                                }
                                                                                                if (errors === _errs118) {
                                                                                                  if (typeof data54 == "number" && isFinite(data54)) {
                                                                                                    if (data54 < 1 || isNaN(data54)) {
                                                                                                      validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/not_finite", schemaPath: "#/$defs/MetricSummary/properties/not_finite/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                                                      return false;
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                                var valid21 = _errs118 === errors;
                                                                                              } else {
                                                                                                var valid21 = true;
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
                                                                              validate39.errors = [{ instancePath: instancePath + "/hardware/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/MetricSummary/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                                              return false;
                                                                            }
                                                                          }
                                                                          var valid19 = _errs102 === errors;
                                                                          if (!valid19) {
                                                                            break;
                                                                          }
                                                                        }
                                                                      } else {
                                                                        validate39.errors = [{ instancePath: instancePath + "/hardware", schemaPath: "#/properties/hardware/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                                        return false;
                                                                      }
                                                                    }
                                                                    var valid0 = _errs99 === errors;
                                                                  } else {
                                                                    var valid0 = true;
                                                                  }
                                                                  if (valid0) {
                                                                    if (data.hardware_series !== void 0) {
                                                                      const _errs120 = errors;
                                                                      if (!validate50(data.hardware_series, { instancePath: instancePath + "/hardware_series", parentData: data, parentDataProperty: "hardware_series", rootData, dynamicAnchors })) {
                                                                        vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
                                                                        errors = vErrors.length;
                                                                      }
                                                                      var valid0 = _errs120 === errors;
                                                                    } else {
                                                                      var valid0 = true;
                                                                    }
                                                                    if (valid0) {
                                                                      if (data.stdout !== void 0) {
                                                                        const _errs121 = errors;
                                                                        if (!validate50(data.stdout, { instancePath: instancePath + "/stdout", parentData: data, parentDataProperty: "stdout", rootData, dynamicAnchors })) {
                                                                          vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
                                                                          errors = vErrors.length;
                                                                        }
                                                                        var valid0 = _errs121 === errors;
                                                                      } else {
                                                                        var valid0 = true;
                                                                      }
                                                                      if (valid0) {
                                                                        if (data.stderr !== void 0) {
                                                                          const _errs122 = errors;
                                                                          if (!validate50(data.stderr, { instancePath: instancePath + "/stderr", parentData: data, parentDataProperty: "stderr", rootData, dynamicAnchors })) {
                                                                            vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
                                                                            errors = vErrors.length;
                                                                          }
                                                                          var valid0 = _errs122 === errors;
                                                                        } else {
                                                                          var valid0 = true;
                                                                        }
                                                                        if (valid0) {
                                                                          if (data.parent !== void 0) {
                                                                            let data58 = data.parent;
                                                                            const _errs123 = errors;
                                                                            const _errs124 = errors;
                                                                            if (errors === _errs124) {
                                                                              if (typeof data58 === "string") {
                                                                                if (!pattern24.test(data58)) {
                                                                                  validate39.errors = [{ instancePath: instancePath + "/parent", schemaPath: "common.schema.json#/$defs/RunIdText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"' }];
                                                                                  return false;
                                                                                }
                                                                              } else {
                                                                                validate39.errors = [{ instancePath: instancePath + "/parent", schemaPath: "common.schema.json#/$defs/RunIdText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid0 = _errs123 === errors;
                                                                          } else {
                                                                            var valid0 = true;
                                                                          }
                                                                          if (valid0) {
                                                                            if (data.resumes !== void 0) {
                                                                              let data59 = data.resumes;
                                                                              const _errs126 = errors;
                                                                              const _errs127 = errors;
                                                                              if (errors === _errs127) {
                                                                                if (typeof data59 === "string") {
                                                                                  if (!pattern24.test(data59)) {
                                                                                    validate39.errors = [{ instancePath: instancePath + "/resumes", schemaPath: "common.schema.json#/$defs/RunIdText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"' }];
                                                                                    return false;
                                                                                  }
                                                                                } else {
                                                                                  validate39.errors = [{ instancePath: instancePath + "/resumes", schemaPath: "common.schema.json#/$defs/RunIdText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                              var valid0 = _errs126 === errors;
                                                                            } else {
                                                                              var valid0 = true;
                                                                            }
                                                                            if (valid0) {
                                                                              if (data.reproduces !== void 0) {
                                                                                const _errs129 = errors;
                                                                                if (!validate55(data.reproduces, { instancePath: instancePath + "/reproduces", parentData: data, parentDataProperty: "reproduces", rootData, dynamicAnchors })) {
                                                                                  vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
                                                                                  errors = vErrors.length;
                                                                                }
                                                                                var valid0 = _errs129 === errors;
                                                                              } else {
                                                                                var valid0 = true;
                                                                              }
                                                                              if (valid0) {
                                                                                if (data.redacted !== void 0) {
                                                                                  let data61 = data.redacted;
                                                                                  const _errs130 = errors;
                                                                                  if (errors === _errs130) {
                                                                                    if (Array.isArray(data61)) {
                                                                                      var valid24 = true;
                                                                                      const len5 = data61.length;
                                                                                      for (let i5 = 0; i5 < len5; i5++) {
                                                                                        let data62 = data61[i5];
                                                                                        const _errs132 = errors;
                                                                                        const _errs133 = errors;
                                                                                        if (errors === _errs133) {
                                                                                          if (data62 && typeof data62 == "object" && !Array.isArray(data62)) {
                                                                                            let missing4;
                                                                                            if (data62.where === void 0 && (missing4 = "where") || data62.rule === void 0 && (missing4 = "rule") || data62.fingerprint === void 0 && (missing4 = "fingerprint") || data62.count === void 0 && (missing4 = "count")) {
                                                                                              validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5, schemaPath: "#/$defs/Redaction/required", keyword: "required", params: { missingProperty: missing4 }, message: "must have required property '" + missing4 + "'" }];
                                                                                              return false;
                                                                                            } else {
                                                                                              const _errs135 = errors;
                                                                                              for (const key6 in data62) {
                                                                                                if (!(key6 === "where" || key6 === "rule" || key6 === "fingerprint" || key6 === "count")) {
                                                                                                  validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5, schemaPath: "#/$defs/Redaction/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties" }];
                                                                                                  return false;
                                                                                                  break;
                                                                                                }
                                                                                              }
                                                                                              if (_errs135 === errors) {
                                                                                                if (data62.where !== void 0) {
                                                                                                  const _errs136 = errors;
                                                                                                  if (typeof data62.where !== "string") {
                                                                                                    validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5 + "/where", schemaPath: "#/$defs/Redaction/properties/where/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                                                    return false;
                                                                                                  }
                                                                                                  var valid26 = _errs136 === errors;
                                                                                                } else {
                                                                                                  var valid26 = true;
                                                                                                }
                                                                                                if (valid26) {
                                                                                                  if (data62.rule !== void 0) {
                                                                                                    const _errs138 = errors;
                                                                                                    if (typeof data62.rule !== "string") {
                                                                                                      validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5 + "/rule", schemaPath: "#/$defs/Redaction/properties/rule/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                                                      return false;
                                                                                                    }
                                                                                                    var valid26 = _errs138 === errors;
                                                                                                  } else {
                                                                                                    var valid26 = true;
                                                                                                  }
                                                                                                  if (valid26) {
                                                                                                    if (data62.fingerprint !== void 0) {
                                                                                                      const _errs140 = errors;
                                                                                                      if (typeof data62.fingerprint !== "string") {
                                                                                                        validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5 + "/fingerprint", schemaPath: "#/$defs/Redaction/properties/fingerprint/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                                                                        return false;
                                                                                                      }
                                                                                                      var valid26 = _errs140 === errors;
                                                                                                    } else {
                                                                                                      var valid26 = true;
                                                                                                    }
                                                                                                    if (valid26) {
                                                                                                      if (data62.count !== void 0) {
                                                                                                        let data66 = data62.count;
                                                                                                        const _errs142 = errors;
                                                                                                        if (!(typeof data66 == "number" && (!(data66 % 1) && !isNaN(data66)) && isFinite(data66))) {
                                                                                                          validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5 + "/count", schemaPath: "#/$defs/Redaction/properties/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                                                                          return false;
                                                                                                        }
                                                                                                        if (errors === _errs142) {
                                                                                                          if (typeof data66 == "number" && isFinite(data66)) {
                                                                                                            if (data66 < 1 || isNaN(data66)) {
                                                                                                              validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5 + "/count", schemaPath: "#/$defs/Redaction/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                                                                              return false;
                                                                                                            }
                                                                                                          }
                                                                                                        }
                                                                                                        var valid26 = _errs142 === errors;
                                                                                                      } else {
                                                                                                        var valid26 = true;
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                          } else {
                                                                                            validate39.errors = [{ instancePath: instancePath + "/redacted/" + i5, schemaPath: "#/$defs/Redaction/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                                                                            return false;
                                                                                          }
                                                                                        }
                                                                                        var valid24 = _errs132 === errors;
                                                                                        if (!valid24) {
                                                                                          break;
                                                                                        }
                                                                                      }
                                                                                    } else {
                                                                                      validate39.errors = [{ instancePath: instancePath + "/redacted", schemaPath: "#/properties/redacted/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                  var valid0 = _errs130 === errors;
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
        }
      }
    } else {
      validate39.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate39.errors = vErrors;
  return errors === 0;
}
validate39.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateSealProofFile = validate59;
var schema120 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://pixelis.dev/schemas/seal-proof.schema.json", "title": "SealProofFile", "description": "What pixelis audit prove writes: that a record was there when a seal was made. Can be checked without the repository.", "x-validator": true, "type": "object", "additionalProperties": false, "required": ["pixelis", "kind", "entry", "content", "index", "path", "sealed", "checkpoint", "keys"], "properties": { "pixelis": { "$ref": "common.schema.json#/$defs/Format" }, "kind": { "description": "What the file is.", "const": "seal-proof" }, "entry": { "description": "The leaf: record, commit, git's id and BLAKE3 digest of the file's bytes, path.", "type": "string", "pattern": "^record " }, "content": { "description": "The record, byte for byte.", "type": "string" }, "index": { "description": "Number of the leaf, from 0.", "type": "integer", "minimum": 0 }, "path": { "description": "Hashes that lead from the leaf to the root, the lowest first, in base64 (RFC 6962).", "type": "array", "maxItems": 64, "items": { "$ref": "#/$defs/HashText" } }, "sealed": { "$ref": "#/$defs/SealProofTime" }, "checkpoint": { "description": "The signed checkpoint (C2SP tlog-checkpoint).", "type": "string" }, "keys": { "description": "The keys that signed it, as verifiers of signed notes are given them.", "type": "array", "items": { "description": "<name>+<key id>+<base64>", "type": "string" } }, "commit": { "description": "The commit that holds the seal, and repeats the checkpoint in its message, where it is signed as commits are: its bytes in base64.", "type": "string" }, "since": { "$ref": "#/$defs/SealProofGrowth" } }, "$defs": { "HashText": { "description": "32 bytes in base64.", "type": "string", "pattern": "^[A-Za-z0-9+/]{43}=$" }, "SealProofTime": { "description": "The last leaf of the seal, which says when it was made.", "type": "object", "additionalProperties": false, "required": ["entry", "path"], "properties": { "entry": { "description": "The leaf.", "type": "string", "pattern": "^sealed " }, "path": { "description": "Hashes that lead from it to the root.", "type": "array", "maxItems": 64, "items": { "$ref": "#/$defs/HashText" } } } }, "SealProofGrowth": { "description": "An earlier checkpoint, and that the tree of this one grew out of it.", "type": "object", "additionalProperties": false, "required": ["checkpoint", "path"], "properties": { "checkpoint": { "description": "The earlier one, as it was given.", "type": "string" }, "path": { "description": "Hashes that show it (RFC 6962).", "type": "array", "maxItems": 128, "items": { "$ref": "#/$defs/HashText" } } } } } };
var pattern41 = new RegExp("^record ", "u");
var pattern42 = new RegExp("^[A-Za-z0-9+/]{43}=$", "u");
var pattern43 = new RegExp("^sealed ", "u");
function validate60(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate60.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.entry === void 0 && (missing0 = "entry") || data.path === void 0 && (missing0 = "path")) {
        validate60.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "entry" || key0 === "path")) {
            validate60.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.entry !== void 0) {
            let data0 = data.entry;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data0 === "string") {
                if (!pattern43.test(data0)) {
                  validate60.errors = [{ instancePath: instancePath + "/entry", schemaPath: "#/properties/entry/pattern", keyword: "pattern", params: { pattern: "^sealed " }, message: 'must match pattern "^sealed "' }];
                  return false;
                }
              } else {
                validate60.errors = [{ instancePath: instancePath + "/entry", schemaPath: "#/properties/entry/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.path !== void 0) {
              let data1 = data.path;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  if (data1.length > 64) {
                    validate60.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items" }];
                    return false;
                  } else {
                    var valid1 = true;
                    const len0 = data1.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data2 = data1[i0];
                      const _errs6 = errors;
                      const _errs7 = errors;
                      if (errors === _errs7) {
                        if (typeof data2 === "string") {
                          if (!pattern42.test(data2)) {
                            validate60.errors = [{ instancePath: instancePath + "/path/" + i0, schemaPath: "#/$defs/HashText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9+/]{43}=$" }, message: 'must match pattern "^[A-Za-z0-9+/]{43}=$"' }];
                            return false;
                          }
                        } else {
                          validate60.errors = [{ instancePath: instancePath + "/path/" + i0, schemaPath: "#/$defs/HashText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                      var valid1 = _errs6 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  }
                } else {
                  validate60.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate60.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate60.errors = vErrors;
  return errors === 0;
}
validate60.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate62(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate62.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.checkpoint === void 0 && (missing0 = "checkpoint") || data.path === void 0 && (missing0 = "path")) {
        validate62.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "checkpoint" || key0 === "path")) {
            validate62.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.checkpoint !== void 0) {
            const _errs2 = errors;
            if (typeof data.checkpoint !== "string") {
              validate62.errors = [{ instancePath: instancePath + "/checkpoint", schemaPath: "#/properties/checkpoint/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.path !== void 0) {
              let data1 = data.path;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  if (data1.length > 128) {
                    validate62.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/maxItems", keyword: "maxItems", params: { limit: 128 }, message: "must NOT have more than 128 items" }];
                    return false;
                  } else {
                    var valid1 = true;
                    const len0 = data1.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      let data2 = data1[i0];
                      const _errs6 = errors;
                      const _errs7 = errors;
                      if (errors === _errs7) {
                        if (typeof data2 === "string") {
                          if (!pattern42.test(data2)) {
                            validate62.errors = [{ instancePath: instancePath + "/path/" + i0, schemaPath: "#/$defs/HashText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9+/]{43}=$" }, message: 'must match pattern "^[A-Za-z0-9+/]{43}=$"' }];
                            return false;
                          }
                        } else {
                          validate62.errors = [{ instancePath: instancePath + "/path/" + i0, schemaPath: "#/$defs/HashText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                      var valid1 = _errs6 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  }
                } else {
                  validate62.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate62.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate62.errors = vErrors;
  return errors === 0;
}
validate62.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate59(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate59.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.kind === void 0 && (missing0 = "kind") || data.entry === void 0 && (missing0 = "entry") || data.content === void 0 && (missing0 = "content") || data.index === void 0 && (missing0 = "index") || data.path === void 0 && (missing0 = "path") || data.sealed === void 0 && (missing0 = "sealed") || data.checkpoint === void 0 && (missing0 = "checkpoint") || data.keys === void 0 && (missing0 = "keys")) {
        validate59.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func3.call(schema120.properties, key0)) {
            validate59.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.pixelis !== void 0) {
            const _errs2 = errors;
            if (1 !== data.pixelis) {
              validate59.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.kind !== void 0) {
              const _errs4 = errors;
              if ("seal-proof" !== data.kind) {
                validate59.errors = [{ instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/const", keyword: "const", params: { allowedValue: "seal-proof" }, message: "must be equal to constant" }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.entry !== void 0) {
                let data2 = data.entry;
                const _errs5 = errors;
                if (errors === _errs5) {
                  if (typeof data2 === "string") {
                    if (!pattern41.test(data2)) {
                      validate59.errors = [{ instancePath: instancePath + "/entry", schemaPath: "#/properties/entry/pattern", keyword: "pattern", params: { pattern: "^record " }, message: 'must match pattern "^record "' }];
                      return false;
                    }
                  } else {
                    validate59.errors = [{ instancePath: instancePath + "/entry", schemaPath: "#/properties/entry/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.content !== void 0) {
                  const _errs7 = errors;
                  if (typeof data.content !== "string") {
                    validate59.errors = [{ instancePath: instancePath + "/content", schemaPath: "#/properties/content/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.index !== void 0) {
                    let data4 = data.index;
                    const _errs9 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                      validate59.errors = [{ instancePath: instancePath + "/index", schemaPath: "#/properties/index/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs9) {
                      if (typeof data4 == "number" && isFinite(data4)) {
                        if (data4 < 0 || isNaN(data4)) {
                          validate59.errors = [{ instancePath: instancePath + "/index", schemaPath: "#/properties/index/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.path !== void 0) {
                      let data5 = data.path;
                      const _errs11 = errors;
                      if (errors === _errs11) {
                        if (Array.isArray(data5)) {
                          if (data5.length > 64) {
                            validate59.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items" }];
                            return false;
                          } else {
                            var valid2 = true;
                            const len0 = data5.length;
                            for (let i0 = 0; i0 < len0; i0++) {
                              let data6 = data5[i0];
                              const _errs13 = errors;
                              const _errs14 = errors;
                              if (errors === _errs14) {
                                if (typeof data6 === "string") {
                                  if (!pattern42.test(data6)) {
                                    validate59.errors = [{ instancePath: instancePath + "/path/" + i0, schemaPath: "#/$defs/HashText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9+/]{43}=$" }, message: 'must match pattern "^[A-Za-z0-9+/]{43}=$"' }];
                                    return false;
                                  }
                                } else {
                                  validate59.errors = [{ instancePath: instancePath + "/path/" + i0, schemaPath: "#/$defs/HashText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                  return false;
                                }
                              }
                              var valid2 = _errs13 === errors;
                              if (!valid2) {
                                break;
                              }
                            }
                          }
                        } else {
                          validate59.errors = [{ instancePath: instancePath + "/path", schemaPath: "#/properties/path/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                          return false;
                        }
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.sealed !== void 0) {
                        const _errs16 = errors;
                        if (!validate60(data.sealed, { instancePath: instancePath + "/sealed", parentData: data, parentDataProperty: "sealed", rootData, dynamicAnchors })) {
                          vErrors = vErrors === null ? validate60.errors : vErrors.concat(validate60.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs16 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.checkpoint !== void 0) {
                          const _errs17 = errors;
                          if (typeof data.checkpoint !== "string") {
                            validate59.errors = [{ instancePath: instancePath + "/checkpoint", schemaPath: "#/properties/checkpoint/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                          var valid0 = _errs17 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.keys !== void 0) {
                            let data9 = data.keys;
                            const _errs19 = errors;
                            if (errors === _errs19) {
                              if (Array.isArray(data9)) {
                                var valid4 = true;
                                const len1 = data9.length;
                                for (let i1 = 0; i1 < len1; i1++) {
                                  const _errs21 = errors;
                                  if (typeof data9[i1] !== "string") {
                                    validate59.errors = [{ instancePath: instancePath + "/keys/" + i1, schemaPath: "#/properties/keys/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                  var valid4 = _errs21 === errors;
                                  if (!valid4) {
                                    break;
                                  }
                                }
                              } else {
                                validate59.errors = [{ instancePath: instancePath + "/keys", schemaPath: "#/properties/keys/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                return false;
                              }
                            }
                            var valid0 = _errs19 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.commit !== void 0) {
                              const _errs23 = errors;
                              if (typeof data.commit !== "string") {
                                validate59.errors = [{ instancePath: instancePath + "/commit", schemaPath: "#/properties/commit/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                return false;
                              }
                              var valid0 = _errs23 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.since !== void 0) {
                                const _errs25 = errors;
                                if (!validate62(data.since, { instancePath: instancePath + "/since", parentData: data, parentDataProperty: "since", rootData, dynamicAnchors })) {
                                  vErrors = vErrors === null ? validate62.errors : vErrors.concat(validate62.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs25 === errors;
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
          }
        }
      }
    } else {
      validate59.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate59.errors = vErrors;
  return errors === 0;
}
validate59.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateTombstoneFile = validate64;
function validate64(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate64.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.pixelis === void 0 && (missing0 = "pixelis") || data.digest === void 0 && (missing0 = "digest") || data.size === void 0 && (missing0 = "size") || data.purged === void 0 && (missing0 = "purged") || data.by === void 0 && (missing0 = "by") || data.reason === void 0 && (missing0 = "reason") || data.from === void 0 && (missing0 = "from")) {
        validate64.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs2 = errors;
          if (1 !== data.pixelis) {
            validate64.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.digest !== void 0) {
            let data1 = data.digest;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (!pattern5.test(data1)) {
                  validate64.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                  return false;
                }
              } else {
                validate64.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.size !== void 0) {
              let data2 = data.size;
              const _errs7 = errors;
              const _errs8 = errors;
              if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                validate64.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs8) {
                if (typeof data2 == "number" && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate64.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate64.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.files !== void 0) {
                let data3 = data.files;
                const _errs10 = errors;
                if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                  validate64.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                  return false;
                }
                if (errors === _errs10) {
                  if (typeof data3 == "number" && isFinite(data3)) {
                    if (data3 < 0 || isNaN(data3)) {
                      validate64.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                }
                var valid0 = _errs10 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.purged !== void 0) {
                  let data4 = data.purged;
                  const _errs12 = errors;
                  const _errs13 = errors;
                  if (errors === _errs13) {
                    if (typeof data4 === "string") {
                      if (!pattern7.test(data4)) {
                        validate64.errors = [{ instancePath: instancePath + "/purged", schemaPath: "common.schema.json#/$defs/Timestamp/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"' }];
                        return false;
                      }
                    } else {
                      validate64.errors = [{ instancePath: instancePath + "/purged", schemaPath: "common.schema.json#/$defs/Timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid0 = _errs12 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.by !== void 0) {
                    let data5 = data.by;
                    const _errs15 = errors;
                    if (errors === _errs15) {
                      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
                        let missing1;
                        if (data5.name === void 0 && (missing1 = "name") || data5.email === void 0 && (missing1 = "email")) {
                          validate64.errors = [{ instancePath: instancePath + "/by", schemaPath: "#/properties/by/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
                          return false;
                        } else {
                          const _errs17 = errors;
                          for (const key0 in data5) {
                            if (!(key0 === "name" || key0 === "email")) {
                              validate64.errors = [{ instancePath: instancePath + "/by", schemaPath: "#/properties/by/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
                              return false;
                              break;
                            }
                          }
                          if (_errs17 === errors) {
                            if (data5.name !== void 0) {
                              let data6 = data5.name;
                              const _errs18 = errors;
                              if (errors === _errs18) {
                                if (typeof data6 === "string") {
                                  if (func1(data6) > 500) {
                                    validate64.errors = [{ instancePath: instancePath + "/by/name", schemaPath: "#/properties/by/properties/name/maxLength", keyword: "maxLength", params: { limit: 500 }, message: "must NOT have more than 500 characters" }];
                                    return false;
                                  } else {
                                    if (func1(data6) < 1) {
                                      validate64.errors = [{ instancePath: instancePath + "/by/name", schemaPath: "#/properties/by/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                      return false;
                                    }
                                  }
                                } else {
                                  validate64.errors = [{ instancePath: instancePath + "/by/name", schemaPath: "#/properties/by/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                  return false;
                                }
                              }
                              var valid5 = _errs18 === errors;
                            } else {
                              var valid5 = true;
                            }
                            if (valid5) {
                              if (data5.email !== void 0) {
                                let data7 = data5.email;
                                const _errs20 = errors;
                                if (errors === _errs20) {
                                  if (typeof data7 === "string") {
                                    if (func1(data7) > 500) {
                                      validate64.errors = [{ instancePath: instancePath + "/by/email", schemaPath: "#/properties/by/properties/email/maxLength", keyword: "maxLength", params: { limit: 500 }, message: "must NOT have more than 500 characters" }];
                                      return false;
                                    }
                                  } else {
                                    validate64.errors = [{ instancePath: instancePath + "/by/email", schemaPath: "#/properties/by/properties/email/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid5 = _errs20 === errors;
                              } else {
                                var valid5 = true;
                              }
                            }
                          }
                        }
                      } else {
                        validate64.errors = [{ instancePath: instancePath + "/by", schemaPath: "#/properties/by/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                        return false;
                      }
                    }
                    var valid0 = _errs15 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.reason !== void 0) {
                      let data8 = data.reason;
                      const _errs22 = errors;
                      if (errors === _errs22) {
                        if (typeof data8 === "string") {
                          if (func1(data8) > 2e3) {
                            validate64.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                            return false;
                          } else {
                            if (func1(data8) < 1) {
                              validate64.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                              return false;
                            }
                          }
                        } else {
                          validate64.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                      var valid0 = _errs22 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.from !== void 0) {
                        let data9 = data.from;
                        const _errs24 = errors;
                        if (errors === _errs24) {
                          if (Array.isArray(data9)) {
                            if (data9.length > 1e3) {
                              validate64.errors = [{ instancePath: instancePath + "/from", schemaPath: "#/properties/from/maxItems", keyword: "maxItems", params: { limit: 1e3 }, message: "must NOT have more than 1000 items" }];
                              return false;
                            } else {
                              var valid6 = true;
                              const len0 = data9.length;
                              for (let i0 = 0; i0 < len0; i0++) {
                                let data10 = data9[i0];
                                const _errs26 = errors;
                                if (errors === _errs26) {
                                  if (typeof data10 === "string") {
                                    if (func1(data10) > 2e3) {
                                      validate64.errors = [{ instancePath: instancePath + "/from/" + i0, schemaPath: "#/properties/from/items/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                                      return false;
                                    } else {
                                      if (func1(data10) < 1) {
                                        validate64.errors = [{ instancePath: instancePath + "/from/" + i0, schemaPath: "#/properties/from/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                        return false;
                                      }
                                    }
                                  } else {
                                    validate64.errors = [{ instancePath: instancePath + "/from/" + i0, schemaPath: "#/properties/from/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                    return false;
                                  }
                                }
                                var valid6 = _errs26 === errors;
                                if (!valid6) {
                                  break;
                                }
                              }
                            }
                          } else {
                            validate64.errors = [{ instancePath: instancePath + "/from", schemaPath: "#/properties/from/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                            return false;
                          }
                        }
                        var valid0 = _errs24 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.versions !== void 0) {
                          let data11 = data.versions;
                          const _errs28 = errors;
                          if (errors === _errs28) {
                            if (Array.isArray(data11)) {
                              if (data11.length > 5e3) {
                                validate64.errors = [{ instancePath: instancePath + "/versions", schemaPath: "#/properties/versions/maxItems", keyword: "maxItems", params: { limit: 5e3 }, message: "must NOT have more than 5000 items" }];
                                return false;
                              } else {
                                var valid7 = true;
                                const len1 = data11.length;
                                for (let i1 = 0; i1 < len1; i1++) {
                                  let data12 = data11[i1];
                                  const _errs30 = errors;
                                  if (errors === _errs30) {
                                    if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                                      let missing2;
                                      if (data12.artifact === void 0 && (missing2 = "artifact") || data12.version === void 0 && (missing2 = "version") || data12.digest === void 0 && (missing2 = "digest")) {
                                        validate64.errors = [{ instancePath: instancePath + "/versions/" + i1, schemaPath: "#/properties/versions/items/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" }];
                                        return false;
                                      } else {
                                        const _errs32 = errors;
                                        for (const key1 in data12) {
                                          if (!(key1 === "artifact" || key1 === "version" || key1 === "digest" || key1 === "path")) {
                                            validate64.errors = [{ instancePath: instancePath + "/versions/" + i1, schemaPath: "#/properties/versions/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                                            return false;
                                            break;
                                          }
                                        }
                                        if (_errs32 === errors) {
                                          if (data12.artifact !== void 0) {
                                            let data13 = data12.artifact;
                                            const _errs33 = errors;
                                            const _errs34 = errors;
                                            if (errors === _errs34) {
                                              if (typeof data13 === "string") {
                                                if (func1(data13) > 200) {
                                                  validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                                  return false;
                                                } else {
                                                  if (func1(data13) < 1) {
                                                    validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                                    return false;
                                                  } else {
                                                    if (!pattern13.test(data13)) {
                                                      validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                                                      return false;
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                return false;
                                              }
                                            }
                                            var valid8 = _errs33 === errors;
                                          } else {
                                            var valid8 = true;
                                          }
                                          if (valid8) {
                                            if (data12.version !== void 0) {
                                              let data14 = data12.version;
                                              const _errs36 = errors;
                                              const _errs37 = errors;
                                              if (!(typeof data14 == "number" && (!(data14 % 1) && !isNaN(data14)) && isFinite(data14))) {
                                                validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                                return false;
                                              }
                                              if (errors === _errs37) {
                                                if (typeof data14 == "number" && isFinite(data14)) {
                                                  if (data14 > 9007199254740991 || isNaN(data14)) {
                                                    validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                                                    return false;
                                                  } else {
                                                    if (data14 < 1 || isNaN(data14)) {
                                                      validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                                                      return false;
                                                    }
                                                  }
                                                }
                                              }
                                              var valid8 = _errs36 === errors;
                                            } else {
                                              var valid8 = true;
                                            }
                                            if (valid8) {
                                              if (data12.digest !== void 0) {
                                                let data15 = data12.digest;
                                                const _errs39 = errors;
                                                const _errs40 = errors;
                                                if (errors === _errs40) {
                                                  if (typeof data15 === "string") {
                                                    if (!pattern5.test(data15)) {
                                                      validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                                                      return false;
                                                    }
                                                  } else {
                                                    validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                    return false;
                                                  }
                                                }
                                                var valid8 = _errs39 === errors;
                                              } else {
                                                var valid8 = true;
                                              }
                                              if (valid8) {
                                                if (data12.path !== void 0) {
                                                  let data16 = data12.path;
                                                  const _errs42 = errors;
                                                  if (errors === _errs42) {
                                                    if (typeof data16 === "string") {
                                                      if (func1(data16) > 4096) {
                                                        validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/path", schemaPath: "#/properties/versions/items/properties/path/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters" }];
                                                        return false;
                                                      } else {
                                                        if (func1(data16) < 1) {
                                                          validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/path", schemaPath: "#/properties/versions/items/properties/path/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                                          return false;
                                                        }
                                                      }
                                                    } else {
                                                      validate64.errors = [{ instancePath: instancePath + "/versions/" + i1 + "/path", schemaPath: "#/properties/versions/items/properties/path/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                                      return false;
                                                    }
                                                  }
                                                  var valid8 = _errs42 === errors;
                                                } else {
                                                  var valid8 = true;
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    } else {
                                      validate64.errors = [{ instancePath: instancePath + "/versions/" + i1, schemaPath: "#/properties/versions/items/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                      return false;
                                    }
                                  }
                                  var valid7 = _errs30 === errors;
                                  if (!valid7) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate64.errors = [{ instancePath: instancePath + "/versions", schemaPath: "#/properties/versions/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                              return false;
                            }
                          }
                          var valid0 = _errs28 === errors;
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
      validate64.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate64.errors = vErrors;
  return errors === 0;
}
validate64.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var validateVersionFile = validate65;
var pattern51 = new RegExp("^[a-z][a-z0-9_]*$", "u");
function validate66(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate66.evaluated;
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
        validate66.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "artifact" || key0 === "version" || key0 === "digest" || key0 === "role")) {
            validate66.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
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
                  validate66.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data0) < 1) {
                    validate66.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern13.test(data0)) {
                      validate66.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate66.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                validate66.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number" && isFinite(data1)) {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate66.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 1 || isNaN(data1)) {
                      validate66.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
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
                      validate66.errors = [{ instancePath: instancePath + "/digest", schemaPath: "#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                      return false;
                    }
                  } else {
                    validate66.errors = [{ instancePath: instancePath + "/digest", schemaPath: "#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                        validate66.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/maxLength", keyword: "maxLength", params: { limit: 100 }, message: "must NOT have more than 100 characters" }];
                        return false;
                      } else {
                        if (func1(data3) < 1) {
                          validate66.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                          return false;
                        }
                      }
                    } else {
                      validate66.errors = [{ instancePath: instancePath + "/role", schemaPath: "#/properties/role/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
      validate66.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate66.errors = vErrors;
  return errors === 0;
}
validate66.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate65(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate65.evaluated;
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
    validate65.errors = [{ instancePath, schemaPath: "#/not", keyword: "not", params: {}, message: "must NOT be valid" }];
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
        validate65.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
        return false;
      } else {
        if (data.pixelis !== void 0) {
          const _errs4 = errors;
          if (1 !== data.pixelis) {
            validate65.errors = [{ instancePath: instancePath + "/pixelis", schemaPath: "common.schema.json#/$defs/Format/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" }];
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
                  validate65.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func1(data1) < 1) {
                    validate65.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  } else {
                    if (!pattern13.test(data1)) {
                      validate65.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/pattern", keyword: "pattern", params: { pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$" }, message: 'must match pattern "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:[.]|$))[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"' }];
                      return false;
                    }
                  }
                }
              } else {
                validate65.errors = [{ instancePath: instancePath + "/artifact", schemaPath: "common.schema.json#/$defs/ArtifactNameText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                validate65.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs10) {
                if (typeof data2 == "number" && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate65.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data2 < 1 || isNaN(data2)) {
                      validate65.errors = [{ instancePath: instancePath + "/version", schemaPath: "common.schema.json#/$defs/VersionNumber/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
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
                      validate65.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/maxLength", keyword: "maxLength", params: { limit: 60 }, message: "must NOT have more than 60 characters" }];
                      return false;
                    } else {
                      if (!pattern51.test(data3)) {
                        validate65.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/pattern", keyword: "pattern", params: { pattern: "^[a-z][a-z0-9_]*$" }, message: 'must match pattern "^[a-z][a-z0-9_]*$"' }];
                        return false;
                      }
                    }
                  } else {
                    validate65.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                        validate65.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/pattern", keyword: "pattern", params: { pattern: "^blake3:[0-9a-f]{64}$" }, message: 'must match pattern "^blake3:[0-9a-f]{64}$"' }];
                        return false;
                      }
                    } else {
                      validate65.errors = [{ instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/DigestText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                      validate65.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs18) {
                      if (typeof data5 == "number" && isFinite(data5)) {
                        if (data5 > 9007199254740991 || isNaN(data5)) {
                          validate65.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                          return false;
                        } else {
                          if (data5 < 0 || isNaN(data5)) {
                            validate65.errors = [{ instancePath: instancePath + "/size", schemaPath: "common.schema.json#/$defs/ByteCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
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
                        validate65.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs20) {
                        if (typeof data6 == "number" && isFinite(data6)) {
                          if (data6 < 0 || isNaN(data6)) {
                            validate65.errors = [{ instancePath: instancePath + "/files", schemaPath: "#/properties/files/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
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
                          validate65.errors = [{ instancePath: instancePath + "/executable", schemaPath: "#/properties/executable/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" }];
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
                              if (!pattern7.test(data8)) {
                                validate65.errors = [{ instancePath: instancePath + "/created", schemaPath: "common.schema.json#/$defs/Timestamp/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$" }, message: 'must match pattern "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"' }];
                                return false;
                              }
                            } else {
                              validate65.errors = [{ instancePath: instancePath + "/created", schemaPath: "common.schema.json#/$defs/Timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                            const _errs27 = errors;
                            if (errors === _errs27) {
                              if (typeof data9 === "string") {
                                if (!pattern24.test(data9)) {
                                  validate65.errors = [{ instancePath: instancePath + "/run", schemaPath: "common.schema.json#/$defs/RunIdText/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"' }];
                                  return false;
                                }
                              } else {
                                validate65.errors = [{ instancePath: instancePath + "/run", schemaPath: "common.schema.json#/$defs/RunIdText/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                              const _errs29 = errors;
                              if (errors === _errs29) {
                                if (Array.isArray(data10)) {
                                  if (data10.length > 5e3) {
                                    validate65.errors = [{ instancePath: instancePath + "/parents", schemaPath: "#/properties/parents/maxItems", keyword: "maxItems", params: { limit: 5e3 }, message: "must NOT have more than 5000 items" }];
                                    return false;
                                  } else {
                                    var valid9 = true;
                                    const len0 = data10.length;
                                    for (let i0 = 0; i0 < len0; i0++) {
                                      const _errs31 = errors;
                                      if (!validate66(data10[i0], { instancePath: instancePath + "/parents/" + i0, parentData: data10, parentDataProperty: i0, rootData, dynamicAnchors })) {
                                        vErrors = vErrors === null ? validate66.errors : vErrors.concat(validate66.errors);
                                        errors = vErrors.length;
                                      }
                                      var valid9 = _errs31 === errors;
                                      if (!valid9) {
                                        break;
                                      }
                                    }
                                  }
                                } else {
                                  validate65.errors = [{ instancePath: instancePath + "/parents", schemaPath: "#/properties/parents/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                                  return false;
                                }
                              }
                              var valid1 = _errs29 === errors;
                            } else {
                              var valid1 = true;
                            }
                            if (valid1) {
                              if (data.metadata !== void 0) {
                                let data12 = data.metadata;
                                const _errs32 = errors;
                                const _errs33 = errors;
                                if (errors === _errs33) {
                                  if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                                  } else {
                                    validate65.errors = [{ instancePath: instancePath + "/metadata", schemaPath: "common.schema.json#/$defs/Metadata/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                                    return false;
                                  }
                                }
                                var valid1 = _errs32 === errors;
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
      validate65.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate65.errors = vErrors;
  return errors === 0;
}
validate65.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  validateAliasesFile,
  validateCollectorFile,
  validateConfigFile,
  validateDroppedFile,
  validateEnvironmentFile,
  validatePointerFile,
  validateRegistrationFile,
  validateReturnedFile,
  validateRunFile,
  validateSealProofFile,
  validateTombstoneFile,
  validateVersionFile
};

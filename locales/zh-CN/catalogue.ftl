# xiaoneng catalogue
catalogue-found = 发现 { $errors } 处错误、{ $warnings } 处需核实、{ $advice } 处可改进
catalogue-errors = 事项目录有 { $errors } 处错误；请按每行给出的办法改正后再试
catalogue-promise = 承诺时限
catalogue-materials = 材料
catalogue-trips = 到现场次数
catalogue-depth = 网上办理深度
catalogue-ahead = 领先
catalogue-level = 持平
catalogue-behind = 落后
catalogue-power-held = 可以办理。

# Why somebody may not, and what to do next
authority-refused-other-agency = 这里的内容属于另一机关，您不能办理。请与该机关联系；需要在该机关任职的，由该机关的系统管理员为您开户。
authority-refused-not-own = 这是别人的账户，只有本人可以查看和修改。人员、角色和请假由系统管理员在“人员”页面调整。
authority-refused-no-role = { $roles ->
    [0] 您的角色不能进行这项操作，只有有关的本人可以。如认为有误，请联系本机关的系统管理员。
   *[other] 您的角色不能进行这项操作，需要下列角色之一：{ $who }。请交由有该角色的同事办理，或请系统管理员为您增加角色。
}
authority-refused-involved = 您是本办件的申请人或其代理人，应当回避（公务员法第七十六条）。请由其他工作人员办理。
authority-refused-own-powers = 任何人不得修改自己的角色和权限。请由另一名系统管理员修改。
authority-refused-own-draft = 起草人不能发布自己的草稿。请由另一名有发布权限的同事核对后发布。
authority-refused-other-division = 该事项由其他部门维护。请交由该部门的事项编辑办理；如部门登记有误，请联系系统管理员。
authority-refused-scope = 此令牌未被授权进行这项操作。请由系统管理员核发包含该操作的令牌。
authority-refused-second-factor-needed = 这项操作需要双因素登录。请使用第二因素重新登录；尚未设置的，请先在“我的账户”中设置。
authority-refused-unclear = 权限规则未能得出结论，因此不予允许。请将时间和操作告知系统管理员。
